// The browser's half of components/shell.py: theme switch, current link, Russian names inside Dash's own calendar.
(function () {
  "use strict";

  const dash = () => window.dash_clientside;

  function theme(clicks, recolouring) {
    window.mcuRecolouring = recolouring; // 30-chart-card.js turns pictures of dark charts light with it
    const id = dash().callback_context.triggered_id;
    return id && id.choice ? window.mcuTheme.choose(id.choice) : window.mcuTheme.apply(window.mcuTheme.choice());
  }

  // A screen outside the menu lights the entry it opens from; a menu longer than the window stands at that entry.
  function current(pathname, search, within) {
    window.mcuSeen = pathname + (search || "");
    const path = (within || {})[pathname] || pathname;
    document.querySelectorAll(".nav-link-item").forEach((link) => {
      const isCurrent = link.dataset.path === path;
      link.classList.toggle("is-current", isCurrent);
      if (isCurrent) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      if (isCurrent) keepInView(link);
    });
  }

  // Only the menu moves: `scrollIntoView` might take the page along.
  function keepInView(link) {
    const box = link.getBoundingClientRect(), room = link.closest(".rail__nav").getBoundingClientRect();
    const isSeen = box.top >= room.top && box.bottom <= room.bottom && box.left >= room.left && box.right <= room.right;
    if (isSeen) return;
    const middle = (one) => [(one.left + one.right) / 2, (one.top + one.bottom) / 2];
    const [from, to] = [middle(room), middle(box)];
    link.closest(".rail__nav").scrollBy({ left: to[0] - from[0], top: to[1] - from[1], behavior: "instant" });
  }

  const clear = () => null;

  window.dash_clientside = Object.assign({}, window.dash_clientside, { mcu_shell: { theme, current, clear } });

  // Dash's calendar has no setting for these; screen readers read them aloud.
  const NAMES = {
    "Previous month": "Предыдущий месяц",
    "Next month": "Следующий месяц",
    "Close calendar": "Закрыть календарь",
    "Clear Dates": "Очистить даты",
    "Clear date": "Очистить дату",
  };
  let isDue = false;
  const rename = () => {
    isDue = false;
    document.querySelectorAll('[class*="dash-datepicker"][aria-label]').forEach((node) => {
      const name = NAMES[node.getAttribute("aria-label")];
      if (name) node.setAttribute("aria-label", name);
    });
  };
  new MutationObserver(() => { if (!isDue) { isDue = true; window.setTimeout(rename); } })
    .observe(document.documentElement, { childList: true, subtree: true });
})();
