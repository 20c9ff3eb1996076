// The browser's half of components/banners.py: explanations are put away until the window is closed, marks stay.
(function () {
  "use strict";
  const KEY = "mcu-banners", SHORT = "short";
  const root = document.documentElement;

  function kept() {
    try { return window.sessionStorage.getItem(KEY) || ""; } catch (error) { return ""; }
  }

  function keep(look) {
    try { window.sessionStorage.setItem(KEY, look); } catch (error) { /* a browser without storage forgets it, nothing more */ }
    root.dataset.banners = look;
  }

  root.dataset.banners = kept();
  document.addEventListener("click", (event) => {
    if (event.target.closest(".banner-line__fold")) keep(root.dataset.banners === SHORT ? "" : SHORT);
  });
})();
