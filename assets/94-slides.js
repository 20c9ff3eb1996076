// The browser's half of components/slides/deck.py: arrows, Home, End, F and Esc; the address keeps the sheet.
(() => {
  "use strict";

  const MOST = 1.32, STEP = 0.04;
  const LEAST = 0.6; // of the size that type should have: smaller is read by nobody at the wall
  const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
  const deck = () => document.querySelector(".deck");
  const sheets = () => [...document.querySelectorAll(".deck__sheet")];
  const shown = () => sheets().findIndex((one) => one.classList.contains("is-shown"));

  // What is longer than was reckoned for the file gets smaller type instead of losing its end; what is short, larger.
  function fit(sheet) {
    let size = 1;
    const tried = (next) => {
      sheet.style.setProperty("--fit", (size = next));
      return sheet.scrollHeight <= sheet.clientHeight + 1 && sheet.scrollWidth <= sheet.clientWidth + 1;
    };
    if (tried(1) && !sheet.matches(".deck__sheet--cover")) while (size < MOST && tried(size + STEP));
    while (!tried(size) && size > LEAST) size -= STEP;
  }

  function show(number) {
    const all = sheets();
    const chosen = Math.max(0, Math.min(all.length - 1, number));
    all.forEach((one, at) => one.classList.toggle("is-shown", at === chosen));
    fit(all[chosen]);
    document.querySelector(".deck__counter").textContent = `${chosen + 1} / ${all.length}`;
    const params = new URLSearchParams(window.location.search);
    params.set("sheet", chosen + 1);
    window.history.replaceState(window.history.state, "", `${window.location.pathname}?${params}`);
  }

  // In full screen nothing beneath it is reached by Tab.
  let covered = [];
  function cover(found) {
    covered.forEach((one) => { one.inert = false; });
    covered = [];
    for (let one = found; one && one !== document.body; one = one.parentElement) {
      covered.push(...[...one.parentElement.children].filter((other) => other !== one));
    }
    covered.forEach((one) => { one.inert = true; });
  }

  function whole(isWhole) {
    const found = deck();
    if (!found || found.classList.contains("is-whole") === isWhole) return;
    found.classList.toggle("is-whole", isWhole);
    found.querySelector("[data-deck=whole]").textContent = isWhole ? "Выйти" : "Во весь экран";
    cover(isWhole ? found : null);
    // A browser may refuse its own full screen; the sheet fills the window all the same.
    if (isWhole) found.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) document.exitFullscreen();
  }

  const toggle = () => whole(!deck().classList.contains("is-whole"));

  document.addEventListener("keydown", (event) => {
    if (!deck() || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, [role=listbox], [role=dialog]")) return;
    const step = STEPS[event.key];
    if (step) show(shown() + step);
    else if (event.code === "KeyF") toggle(); // «а» of a Russian keyboard too
    else if (event.key === "Escape") whole(false);
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const action = event.target.closest?.("[data-deck]")?.dataset.deck;
    if (action === "whole") toggle();
    else if (action) show(shown() + (action === "next" ? 1 : -1));
    else if (event.target.closest?.(".deck.is-whole a")) whole(false);
  });

  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) whole(false); });

  const room = new ResizeObserver((entries) => entries.forEach(({ target }) => {
    const sheet = target.querySelector(".deck__sheet.is-shown");
    if (sheet) fit(sheet);
  }));
  new MutationObserver(() => {
    if (covered.length && !deck()) cover(null); // «Назад» has led to another screen
    const stage = document.querySelector(".deck__stage:not([data-watched])");
    if (!stage) return;
    stage.dataset.watched = "1";
    room.observe(stage);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
