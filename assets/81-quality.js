// The browser's half of components/quality/ids.py: a click on a button of «Качество данных» is told to the screen.
// Hundreds of buttons stand there. As ids of a pattern they would be matched by Dash all with all, for a minute.
(function () {
  "use strict";

  let pressed = 0;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-quality-do]");
    if (!button) return;
    pressed += 1; // the same button twice is two clicks
    const data = { action: button.dataset.qualityDo, of: button.dataset.of, n: pressed };
    window.dash_clientside.set_props("quality-pressed", { data });
  });
})();

// Whether all sources behind the screen are stale: what its stamp says greys its figures out (80-intake.css).
(function () {
  "use strict";
  const root = document.documentElement;
  function look() {
    const late = document.querySelector(".screen__head .stamp__late--all") ? "all" : "";
    if ((root.dataset.late || "") !== late) root.dataset.late = late;
  }
  new MutationObserver(look).observe(root, { childList: true, subtree: true });
})();
