// The browser's half of components/chart_card.py: first draw, table, PNG, SVG and XLSX of a chart. What they show comes from
// the figure's own `layout.meta`.
(function () {
  "use strict";

  const WIDTH = 1400, HEIGHT = 800, SCALE = 2, SIDE = 40; // 2800 × 1600 pixels
  const FONT = "Golos Text Variable";
  const FAMILY = `'${FONT}', 'PT Sans', 'Segoe UI', sans-serif`;
  const INK = "#17212b", QUIET = "#55626f";
  const SVG = "http://www.w3.org/2000/svg";

  const isDark = () => document.documentElement.dataset.bsTheme === "dark";
  const graphOf = (card) => card.querySelector(".drawing");
  const metaOf = (graph) => (graph && graph.layout && graph.layout.meta) || {};

  function listen(graph) {
    if (!graph.on || graph.mcuListening === graph._ev) return;
    graph.mcuListening = graph._ev;
    graph.on("plotly_click", (event) => {
      const address = addressAt(graph, event);
      if (address) window.location.assign(address);
    });
  }

  // A point whose custom data is an address of the program leads there: to the records it counts.
  const isAddress = (data) => typeof data === "string" && data.startsWith("/") && !data.startsWith("//");

  // Of the bars of one step, which the tooltip names together, the one under the pointer.
  function addressAt(graph, { points, event }) {
    const found = points.filter((point) => isAddress(point.customdata));
    if (found.length < 2 && points.length < 2) return found.length ? found[0].customdata : "";
    const top = graph.getBoundingClientRect().top;
    const under = found.find((point) => {
      const bar = graph.calcdata[point.curveNumber][point.pointNumber];
      const value = point.yaxis.p2c(event.clientY - top - point.yaxis._offset);
      return value >= Math.min(bar.s0, bar.s1) && value <= Math.max(bar.s0, bar.s1);
    });
    return under ? under.customdata : "";
  }

  // A low chart has no room on a phone for a legend one under another and for dates that stand upright.
  const LOW = 180;

  // ---- first draw --------------------------------------------------------------------------------------------------
  function drawn(graph) {
    listen(graph);
    const holds = (graph.data || []).length > 0 || ((graph.layout || {}).annotations || []).length > 0;
    const canvas = graph.closest(".chart-card__canvas");
    if (holds && canvas) canvas.dataset.ready = "true";
    if (holds && window.innerWidth < 700 && graph.layout.height < LOW) window.Plotly.relayout(graph, { height: graph.layout.height + LOW });
    if (holds && canvas && graph.layout.height) graph.closest(".chart").style.height = `${graph.layout.height}px`;
    const card = graph.closest(".chart-card");
    if (!card) return;
    const meta = metaOf(graph);
    if (card.dataset.titled && meta.title) card.querySelector(".card__title").textContent = meta.title;
    graph.classList.toggle("opens", (graph.data || []).some((trace) => [].concat(trace.customdata || []).flat().some(isAddress)));
    show(card, "table", Boolean(meta.table));
    show(card, "xlsx", Boolean(meta.xlsx));
    tell(card, meta.events || []);
    if (card.dataset.table === "open") fill(card);
  }

  // Events on the axis of time, in words: for who reads the chart and for who hears it.
  function tell(card, events) {
    const place = card.querySelector(".chart-card__events");
    if (!place) return;
    place.replaceChildren(...events.map((text) => make("li", "", text)));
    place.hidden = events.length === 0;
  }

  function show(card, action, isThere) {
    const button = card.querySelector(`[data-chart-action="${action}"]`);
    if (button) button.disabled = !isThere;
  }

  function watch(drawer, name) {
    const original = drawer[name];
    drawer[name] = (graph, ...rest) => Promise.resolve(original.call(drawer, graph, ...rest)).then((result) => {
      const node = typeof graph === "string" ? document.getElementById(graph) : graph;
      if (node && node.isConnected) drawn(node);
      return result;
    });
  }
  if (window.Plotly) ["newPlot", "react"].forEach((name) => watch(window.Plotly, name));
  watch(window.mcu.matrix, "react");

  // ---- table -------------------------------------------------------------------------------------------------------
  const make = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };

  function fill(card) {
    const { table, title } = metaOf(graphOf(card));
    const place = card.querySelector(".chart-card__table");
    place.replaceChildren();
    if (!table) return;
    const head = make("tr");
    table.columns.forEach(({ id, label, align }) => {
      const heading = make("th", `is-${align}`);
      const button = make("button", "sorts", label);
      Object.assign(button, { type: "button" });
      button.dataset.column = id;
      heading.scope = "col";
      heading.append(button);
      head.append(heading);
    });
    const body = make("tbody");
    table.rows.forEach((row, number) => {
      const line = make("tr");
      line.dataset.order = table.orders[number];
      row.forEach((text, i) => line.append(make("td", `is-${table.columns[i].align}${text === "нет данных" ? " no-data" : ""}`, text)));
      body.append(line);
    });
    const drawnTable = make("table", "data-table");
    drawnTable.dataset.key = graphOf(card).closest(".chart").id;
    drawnTable.append(make("caption", "visually-hidden", title), make("thead"), body);
    drawnTable.querySelector("thead").append(head);
    const scroll = make("div", "table-scroll");
    scroll.tabIndex = 0;
    scroll.append(drawnTable);
    place.append(scroll);
  }

  function toggleTable(card, button) {
    const isOpen = card.dataset.table !== "open";
    card.dataset.table = isOpen ? "open" : "closed";
    card.querySelector(".chart-card__table").hidden = !isOpen;
    button.setAttribute("aria-pressed", String(isOpen));
    if (isOpen) fill(card);
    else if (graphOf(card).data) window.mcu.drawerOf(graphOf(card)).Plots.resize(graphOf(card));
  }

  // ---- picture -----------------------------------------------------------------------------------------------------
  // Colours drawn for the dark theme turn into their light twins: pictures go into documents on white paper.
  function light(value, twins) {
    if (typeof value === "string") return value.replace(/#[0-9a-f]{6}/gi, (colour) => twins[colour.toLowerCase()] || colour);
    if (Array.isArray(value)) return value.map((item) => light(item, twins));
    if (value && value.constructor === Object) {
      const keptAsIs = (key) => key === "geojson" || key === "meta" || key === "customdata";
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, keptAsIs(key) ? item : light(item, twins)]));
    }
    return value;
  }

  function onWhite(graph) {
    const twins = isDark() ? window.mcuRecolouring || {} : {};
    return { data: light(graph.data, twins), layout: light(graph.layout, twins), config: { locale: "ru" } };
  }

  const base64 = (buffer) => {
    let text = "";
    new Uint8Array(buffer).forEach((byte) => { text += String.fromCharCode(byte); });
    return window.btoa(text);
  };

  function fontRules() {
    const rules = [...document.styleSheets].flatMap((sheet) => {
      try { return [...sheet.cssRules]; } catch (error) { return []; } // a browser extension's sheet is not ours to read
    });
    return rules.filter((rule) => rule instanceof CSSFontFaceRule && rule.style.fontFamily.includes(FONT));
  }

  // Only the faces whose characters the program uses; a picture has to carry them, it can't ask for files.
  async function fontCss() {
    const wanted = fontRules().filter((rule) => /cyrillic-wght|latin-wght/.test(rule.cssText));
    const faces = await Promise.all(wanted.map(async (rule) => {
      const address = new URL(rule.style.src.match(/url\("?([^")]+)"?\)/)[1], rule.parentStyleSheet.href || window.location.href);
      const data = base64(await (await fetch(address)).arrayBuffer());
      return `@font-face{font-family:'${FONT}';font-weight:400 900;src:url(data:font/woff2;base64,${data}) format('woff2');` +
        `unicode-range:${rule.style.unicodeRange || "U+0-10FFFF"}}`;
    }));
    return faces.join("");
  }
  let fonts = null;

  function wrapped(text, font, width, most) {
    const context = document.createElement("canvas").getContext("2d");
    context.font = font;
    const lines = [];
    String(text || "").split(" ").forEach((word) => {
      const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
      if (lines.length && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    });
    if (lines.length <= most) return lines;
    return [...lines.slice(0, most - 1), `${lines[most - 1].replace(/[\s,·]+$/, "")}…`];
  }

  function node(tag, attributes, text) {
    const made = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    if (text !== undefined) made.textContent = text;
    return made;
  }

  const textNode = (text, y, size, colour, weight) =>
    node("text", { x: SIDE, y, "font-family": FAMILY, "font-size": size, "font-weight": weight, fill: colour }, text);

  async function picture(graph) {
    const meta = metaOf(graph);
    fonts = fonts || fontCss();
    const root = node("svg", { xmlns: SVG, width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}` });
    root.append(node("style", {}, await fonts), node("rect", { width: WIDTH, height: HEIGHT, fill: "#ffffff" }));
    let y = SIDE;
    const lines = (text, size, colour, weight, most) => wrapped(text, `${weight} ${size}px ${FAMILY}`, WIDTH - 2 * SIDE, most)
      .forEach((line) => { y += size * 1.3; root.append(textNode(line, y - size * 0.3, size, colour, weight)); });
    lines(meta.title, 26, INK, 600, 2);
    lines(meta.subtitle, 16, QUIET, 400, 2);
    const bottom = HEIGHT - 56;
    const size = { width: WIDTH - 2 * SIDE, height: Math.floor(bottom - y - 16) };
    const image = await window.mcu.drawerOf(graph).toImage(onWhite(graph), { format: "svg", imageDataOnly: true, ...size });
    const chart = new DOMParser().parseFromString(image, "image/svg+xml").documentElement;
    Object.entries({ x: SIDE, y: y + 16, ...size }).forEach(([name, value]) => chart.setAttribute(name, value));
    root.append(chart, node("line", { x1: SIDE, x2: WIDTH - SIDE, y1: bottom + 8, y2: bottom + 8, stroke: "#dfe4ea" }));
    root.append(textNode(meta.source || "", bottom + 32, 14, QUIET, 400));
    return new XMLSerializer().serializeToString(root);
  }

  function rasterised(svg) {
    return new Promise((resolve, reject) => {
      const image = new Image();
      const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
      image.onerror = () => { URL.revokeObjectURL(address); reject(new Error("picture")); };
      image.onload = () => {
        const canvas = document.createElement("canvas");
        canvas.width = WIDTH * SCALE;
        canvas.height = HEIGHT * SCALE;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(address);
        canvas.toBlob(resolve, "image/png");
      };
      image.src = address;
    });
  }

  function save(blob, name) {
    const link = make("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function download(card, format) {
    const graph = graphOf(card);
    const name = `${metaOf(graph).filename || metaOf(graph).title || "График"}.${format}`;
    const svg = await picture(graph);
    save(format === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await rasterised(svg), name);
  }

  async function act(button) {
    const card = button.closest(".chart-card");
    const action = button.dataset.chartAction;
    if (action === "table") return toggleTable(card, button);
    if (action === "xlsx") {
      const address = metaOf(graphOf(card)).xlsx;
      if (address && address.startsWith("/") && !address.startsWith("//")) window.location.assign(address);
      return undefined;
    }
    button.disabled = true;
    try { return await download(card, action); } finally { button.disabled = false; }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chart-action]");
    if (button) act(button);
  });

  // ---- paper -------------------------------------------------------------------------------------------------------
  const plots = () => [...document.querySelectorAll(".drawing")].filter((graph) => (graph.data || []).length);
  // The sheet is narrower than the screen, and nothing is drawn anew for it: the drawing is scaled as a whole (87-print.css),
  // or its right edge, the last weeks, would be cut off.
  function scale(graph) {
    const { width, height } = graph._fullLayout;
    graph.querySelectorAll(".main-svg").forEach((svg) => svg.setAttribute("viewBox", `0 0 ${width} ${height}`));
    const chart = graph.closest(".chart") || graph;
    const isMap = Boolean(graph._fullLayout.geo);
    const isLong = height > width && !isMap; // a tall list goes on over the next sheets
    chart.style.setProperty("--ratio", `${width} / ${height}`);
    const most = isMap ? (width > 1.3 * height ? 112 : 88) : width > 2.5 * height ? 52 : 145; // mm, so that the first sheet is full
    chart.style.setProperty("--most", isLong ? "none" : `${most}mm`);
    chart.style.setProperty("--wide", `min(${width}px, ${isLong ? "100%" : `${most * width / height}mm`})`);
    chart.classList.add("is-on-paper");
    chart.classList.toggle("is-long", isLong);
  }

  function unscale(graph) {
    graph.querySelectorAll(".main-svg").forEach((svg) => svg.removeAttribute("viewBox"));
    (graph.closest(".chart") || graph).classList.remove("is-on-paper", "is-long");
  }

  window.addEventListener("beforeprint", () => plots().forEach((graph) => {
    if (isDark()) {
      graph.mcuBefore = { data: graph.data, layout: graph.layout };
      const { data, layout } = onWhite(graph);
      window.mcu.drawerOf(graph).react(graph, { data, layout });
    }
    scale(graph);
  }));
  window.addEventListener("afterprint", () => plots().forEach((graph) => {
    if (graph.mcuBefore) window.mcu.drawerOf(graph).react(graph, graph.mcuBefore);
    delete graph.mcuBefore;
    unscale(graph);
  }));
})();
