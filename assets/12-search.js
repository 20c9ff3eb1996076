// The browser's half of components/search_box.py: «/» goes to the field, arrows choose, Enter opens, Esc leaves.
(function () {
  "use strict";

  const field = () => document.getElementById("search");
  const list = () => document.getElementById("search-hits");
  const hits = () => Array.from(list().querySelectorAll(".search__hit"));
  const chosen = () => list().querySelector(".search__hit.is-chosen");
  let isAwaited = false; // Enter was pressed before the answer came

  function answered() {
    const said = list().querySelector("[data-typed]");
    return Boolean(said) && said.dataset.typed.trim() === field().value.trim();
  }

  function open(isOpen) {
    list().hidden = !isOpen;
    field().setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(null);
  }

  function choose(hit) {
    hits().forEach((other) => {
      other.classList.toggle("is-chosen", other === hit);
      other.setAttribute("aria-selected", String(other === hit));
    });
    if (!hit) return field().removeAttribute("aria-activedescendant");
    field().setAttribute("aria-activedescendant", hit.id);
    hit.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = hits();
    if (!all.length) return;
    const at = all.indexOf(chosen());
    choose(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
  }

  function go() {
    if (!field().value.trim()) return;
    isAwaited = !answered();
    if (isAwaited) return;
    const target = chosen() || list().querySelector(".search__all") || hits()[0];
    if (target) target.click();
  }

  function leave() {
    if (!list().hidden) return open(false);
    if (field().value) return window.dash_clientside.set_props("search", { value: "" });
    field().blur();
  }

  const PAUSE = 250; // milliseconds without a key after which what is typed is asked for
  let last = 0;

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.mcu_search = {
    settle(value) {
      const mine = ++last;
      return new Promise((resolve) => {
        setTimeout(() => resolve(mine === last ? value || "" : window.dash_clientside.no_update), value ? PAUSE : 0);
      });
    },
  };

  const KEYS = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: go, Escape: leave };

  function pressed(event) {
    if (event.isComposing || !KEYS[event.key]) return;
    event.preventDefault();
    if (event.key.startsWith("Arrow") && list().hidden && hits().length) open(true);
    KEYS[event.key]();
  }

  // Names and roles that Dash's own components take no attributes for.
  function dress() {
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": "search-hits", "aria-expanded": "false", "aria-keyshortcuts": "/" };
    Object.entries(attributes).forEach(([name, value]) => field().setAttribute(name, value));
    field().addEventListener("keydown", pressed);
    field().addEventListener("focus", () => { if (hits().length) open(true); });
    list().setAttribute("role", "listbox");
    list().setAttribute("aria-label", "Найденное");
    list().addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus until the click
    list().addEventListener("click", (event) => { if (event.target.closest(".search__hit")) { open(false); field().blur(); } });
    // Answers alike are drawn into the same nodes: only the text they answer tells them apart.
    new MutationObserver(changed).observe(list(), { childList: true, subtree: true, attributes: true, attributeFilter: ["data-typed"] });
  }

  function changed() {
    hits().forEach((hit, i) => {
      hit.id = `search-hit-${i}`;
      hit.setAttribute("role", "option");
      hit.tabIndex = -1;
    });
    choose(null);
    open(Boolean(list().firstElementChild) && document.activeElement === field());
    if (isAwaited && answered()) { isAwaited = false; go(); }
  }

  const isTyping = (node) => Boolean(node) && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));

  document.addEventListener("keydown", (event) => {
    const isSlash = event.key === "/" || (event.code === "Slash" && !event.shiftKey); // «.» of the Russian keyboard
    if (!isSlash || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || !field()) return;
    event.preventDefault();
    field().focus();
    field().select();
  });
  document.addEventListener("click", (event) => { if (field() && list() && !event.target.closest(".search")) open(false); });

  const waiting = new MutationObserver(() => {
    if (!field() || !list()) return;
    waiting.disconnect();
    dress();
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
