// The browser's half of components/screen_tools.py: the screen as PDF is its print (87-print.css), named by what it shows.
(function () {
  "use strict";

  const text = (selector) => (document.querySelector(selector)?.textContent || "").trim();

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  let title = "";
  window.addEventListener("beforeprint", () => {
    title = document.title;
    const said = [text("main h1"), text(".stamp__day").toLowerCase(), text(".stamp__day + span")].filter(Boolean);
    if (said.length) document.title = said.join(", ");
  });
  window.addEventListener("afterprint", () => { if (title) document.title = title; });
})();
