// A table that scrolls inside its card ends between two rows: half a row at its edge can't be read.
(function () {
  "use strict";
  const BORDER_PX = 1;
  const known = new WeakMap(); // of a box: the height that the page gives it, and what it was trimmed to

  // An answer may give the box another height: then it is no longer trimmed.
  function limitOf(box) {
    const { most, trimmed } = known.get(box) || {};
    return trimmed && trimmed === box.style.maxHeight ? most : parseFloat(window.getComputedStyle(box).maxHeight);
  }

  function trim(box) {
    const limit = limitOf(box);
    if (!limit || !box.clientHeight) return;
    const bars = box.offsetHeight - box.clientHeight, top = box.getBoundingClientRect().top - box.scrollTop;
    const ends = [...box.querySelectorAll("tbody > tr")].map((row) => row.getBoundingClientRect().bottom - top + bars - BORDER_PX);
    const whole = ends.filter((end) => end <= limit);
    const last = whole.length ? whole[whole.length - 1] : ends[0]; // a row taller than the box makes it taller
    box.style.setProperty("max-height", `${ends.length > whole.length ? Math.ceil(last) : limit}px`, "important");
    known.set(box, { most: limit, trimmed: box.style.maxHeight });
  }

  const watching = new ResizeObserver((changes) => changes.forEach(({ target }) => trim(target.closest(".table-scroll"))));
  const seen = new WeakSet();
  function look() {
    document.querySelectorAll(".table-scroll > table").forEach((table) => {
      if (seen.has(table)) return;
      seen.add(table);
      watching.observe(table);
    });
  }
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
})();
