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
