// The browser's half of components/screen_tools.py: the screen as PDF is its print (87-print.css), named by what it shows;
// the sentences of the screen go to the clipboard.
(function () {
  "use strict";

  const text = (selector) => (document.querySelector(selector)?.textContent || "").trim();

  // Without TLS browsers have no clipboard for programs: the text is selected and copied as a person would.
  async function copy(button) {
    const field = document.getElementById(button.dataset.copy);
    if (!field || !field.value) return;
    try {
      await navigator.clipboard.writeText(field.value);
    } catch (error) {
      field.select();
      if (!document.execCommand("copy")) return;
    }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    window.setTimeout(() => { button.textContent = label; }, 2000);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const subscribe = event.target.closest("[data-subscribe]");
    if (subscribe) {
      const params = new URLSearchParams(window.location.search);
      params.set("screen", subscribe.dataset.subscribe);
      window.location.assign(`/subscriptions?${params}`);
    }
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });

  // The sentences and the saved views lie over the screen: a click beside them, or Esc, puts them away, and the focus
  // that was inside is on what opened them. The list of a choice inside is drawn elsewhere and is no «beside».
  const OVER = "details.briefing, details.views";
  const opened = () => [...document.querySelectorAll(OVER)].filter((one) => one.open);
  document.addEventListener("click", (event) => {
    const way = event.composedPath();
    if (way.some((one) => one.matches?.(".dash-dropdown-content"))) return;
    opened().forEach((one) => { if (!way.includes(one)) one.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    opened().forEach((one) => {
      const isLost = document.activeElement === document.body || one.contains(document.activeElement);
      one.open = false;
      if (isLost) one.querySelector("summary").focus();
    });
  });

  // They spoke of other filters.
  function close(_params, now) {
    document.querySelectorAll("details.briefing[open]").forEach((one) => { one.open = false; });
    return now ? "" : window.dash_clientside.no_update;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { mcu_paper: { close } });

  let title = "";
  window.addEventListener("beforeprint", () => {
    title = document.title;
    const said = [text("main h1"), text(".stamp__day").toLowerCase(), text(".stamp__day + span")].filter(Boolean);
    if (said.length) document.title = said.join(", ");
  });
  window.addEventListener("afterprint", () => { if (title) document.title = title; });
})();
