// The browser's half of components/sorting.py: a heading sorts its table. A table with all its rows is sorted here, by the
// places that its rows say; of a longer list only the order is told, and the server answers with the rows.
(function () {
  "use strict";

  const PARAM = "order";  // «table.column.asc,other.column.desc»: how one looks, so the way back does not hold it
  const WAYS = { asc: "ascending", desc: "descending" };

  function wanted() {
    const text = new URLSearchParams(window.location.search).get(PARAM) || "";
    return Object.fromEntries(text.split(",").map((one) => one.split(".")).filter((one) => one.length === 3 && one[2] in WAYS)
      .map(([key, column, way]) => [key, { column, way }]));
  }

  function remember(orders) {
    const params = new URLSearchParams(window.location.search);
    const text = Object.entries(orders).map(([key, { column, way }]) => `${key}.${column}.${way}`).join(",");
    if (text) params.set(PARAM, text); else params.delete(PARAM);
    const search = params.toString().replaceAll("%2C", ",");
    window.history.replaceState({}, "", window.location.pathname + (search ? `?${search}` : ""));
  }

  // Rising, falling, as the table came.
  const after = (now) => (now === undefined ? "asc" : now === "asc" ? "desc" : undefined);

  function compare(column, way) {
    const sign = way === "desc" ? -1 : 1;
    return ([one], [other]) => {
      const [a, b] = [one[column], other[column]];
      if (a !== b && (a === "" || b === "")) return a === "" ? 1 : -1;  // what is not known stands last both ways
      return sign * (Number(a) - Number(b)) || Number(one[0]) - Number(other[0]);
    };
  }

  function put(table, column, way) {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [row.dataset.order.split(","), row]);
    rows.sort(compare(column, way));
    if (rows.some(([, row], i) => body.rows[i] !== row)) body.append(...rows.map(([, row]) => row));
  }

  function mark(table, column, way) {
    [...table.tHead.rows[0].cells].forEach((cell, i) => {
      if (i === column) cell.setAttribute("aria-sort", WAYS[way]);
      else if (cell.hasAttribute("aria-sort")) cell.removeAttribute("aria-sort");
    });
  }

  function apply(table, asked) {
    const now = asked[table.dataset.key];
    const cells = [...table.tHead.rows[0].cells];
    const at = now ? cells.findIndex((cell) => cell.querySelector(`.sorts[data-column="${CSS.escape(now.column)}"]`)) : -1;
    if (at < 0 && !cells.some((cell) => cell.hasAttribute("aria-sort"))) return;
    put(table, at + 1, at < 0 ? "asc" : now.way);
    mark(table, at, at < 0 ? "" : now.way);
  }

  function applyAll() {
    const asked = wanted();
    document.querySelectorAll("table[data-key]").forEach((table) => apply(table, asked));
  }

  function sort(button, table) {
    if (table.dataset.control) {
      window.dash_clientside.set_props(JSON.parse(table.dataset.control), { value: button.dataset.next });
      return;
    }
    const asked = wanted();
    const now = asked[table.dataset.key];
    const way = after(now && now.column === button.dataset.column ? now.way : undefined);
    delete asked[table.dataset.key];
    remember(way ? { ...asked, [table.dataset.key]: { column: button.dataset.column, way } } : asked);
    apply(table, wanted());
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest(".sorts");
    if (button) sort(button, button.closest("table"));
  });

  // New rows come in the server's order: what the address asks for is put on them before they are seen.
  const isOfTable = (change) => change.target instanceof Element &&
    (change.type === "attributes" || [...change.addedNodes].some((node) => node instanceof Element && (node.closest("table[data-key]") || node.querySelector("table[data-key]"))));
  new MutationObserver((changes) => { if (changes.some(isOfTable)) applyAll(); })
    .observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-order"] });

  window.mcuTables = { order: () => new URLSearchParams(window.location.search).get(PARAM) };
})();
