// What a button has come to: one message at a time, and the keyboard goes to it when its own button is gone.
(function () {
  "use strict";

  // The messages that say what was done; refusals stand in `.notices`.
  const OUTCOME = '.staff-note[role="status"], .staff-done, .subscription-note[role="status"], .notice-done, .views__said, .note-verdict';
  const PLACES = "main button, .offcanvas button";
  const FIELDS = 'input:not([type="hidden"]):not([disabled]), textarea:not([disabled]), select:not([disabled]), button[aria-haspopup]';
  const notices = () => document.querySelector(".notices");
  const isSeen = (node) => node.isConnected && node.getClientRects().length > 0;
  const outcomes = () => [...document.querySelectorAll(OUTCOME)].filter((node) => isSeen(node) && node.textContent.trim());

  // Dash draws what an id holds: a message is taken away through the component it stands in.
  function takeAway(node) {
    const holder = node.closest("[id]");
    if (!holder || holder.textContent.trim() !== node.textContent.trim()) return;
    const id = holder.id.startsWith("{") ? JSON.parse(holder.id) : holder.id;
    window.dash_clientside.set_props(id, { children: null });
  }

  // A refusal is the newest answer: what was done before it says nothing any more. A press takes the last refusal away.
  new MutationObserver(() => {
    if (notices()?.childElementCount) outcomes().forEach(takeAway);
  }).observe(document.documentElement, { childList: true, subtree: true });

  let waits = null;  // { button, before: message → its words }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(PLACES);
    if (!button) return;
    if (notices()?.childElementCount) window.dash_clientside.set_props("notices", { children: null });
    if (button.closest("#entry-form")) return;  // 82-entry.js leads the keyboard from field to field
    waits = { button, before: new Map(outcomes().map((node) => [node, node.textContent])) };
  }, true);

  // Whoever goes on by himself is not called back.
  ["keydown", "pointerdown"].forEach((kind) => document.addEventListener(kind, () => { waits = null; }, true));

  function into(node) {
    if (!node.matches("a, button, input, select, textarea")) node.tabIndex = -1;
    node.focus({ preventScroll: isInSight(node) });
  }

  function isInSight(node) {
    const box = node.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= window.innerHeight;
  }

  function settle() {
    const isLost = document.activeElement === document.body || document.activeElement === document.getElementById("main");
    if (!waits || !isLost) return;
    const said = outcomes().find((node) => waits.before.get(node) !== node.textContent);
    const refusal = notices()?.firstElementChild;
    const panel = [...document.querySelectorAll(".offcanvas.show")].at(-1);
    const target = said || refusal || (panel && [...panel.querySelectorAll(FIELDS)].find(isSeen));
    if (target) into(target);
    else if (!waits.button.isConnected && document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
  }

  let isDue = false;
  function soon() {
    if (isDue || !waits) return;
    isDue = true;
    window.requestAnimationFrame(() => { isDue = false; settle(); });
  }
  new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
  ["focusout", "transitionend"].forEach((kind) => document.addEventListener(kind, soon, true));
})();
