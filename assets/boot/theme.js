// Runs before anything is drawn, so that a dark screen never flashes white.
(function () {
  "use strict";
  const KEY = "mcu-theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function choice() {
    try { return window.localStorage.getItem(KEY) || "system"; } catch (error) { return "system"; }
  }

  function inForce(chosen) {
    return chosen === "system" ? (system.matches ? "dark" : "light") : chosen;
  }

  function apply(chosen) {
    const theme = inForce(chosen);
    document.documentElement.dataset.bsTheme = theme;
    document.documentElement.dataset.themeChoice = chosen;
    return theme;
  }

  function choose(chosen) {
    try { window.localStorage.setItem(KEY, chosen); } catch (error) { /* a browser without storage forgets the choice, nothing more */ }
    return apply(chosen);
  }

  window.mcuTheme = { choice, choose, apply };
  apply(choice());
  system.addEventListener("change", () => {
    const theme = apply(choice());
    if (window.dash_clientside && window.dash_clientside.set_props) window.dash_clientside.set_props("theme", { data: theme });
  });
})();
