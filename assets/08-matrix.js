// Draws the figure of components/figures/matrix.py: topics by municipality, a coloured cell with its text each. It answers
// to the calls that plotly answers to (react, toImage, Plots.resize), so that 07-graph.js and 30-chart-card.js need not know
// which of the two draws a figure. A new figure changes in the drawing what differs from the one before; nothing is measured
// in the document, names of rows and columns are on a canvas.
(function () {
  "use strict";

  const KIND = "matrix";
  const SVG = "http://www.w3.org/2000/svg";
  const FONT = "'Golos Text Variable', 'Golos Text', 'PT Sans', 'Segoe UI', sans-serif";
  const ROW = 28, ROWS_OF_PICTURE = [16, 44], LEGEND = 64, BAR = 260, GAP = 10, BLANK = 120;
  const NAME_PX = 12, LEAST_PX = 9, SLANT = Math.SQRT1_2;

  const kindOf = ({ data = [] } = {}) => (data || []).find((trace) => trace.type === KIND);
  const drawerOf = (...figures) => (figures.some(kindOf) ? window.mcu.matrix : window.Plotly);

  // ---- colours -----------------------------------------------------------------------------------------------------
  const parts = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));

  // Colours as plotly has them: [place 0–1, colour], two at one place where a class ends.
  function colourAt(colours, place) {
    const share = Math.min(Math.max(place, 0), 1);
    const i = colours.findIndex(([end], at) => at > 0 && end >= share && end > colours[at - 1][0]);
    const [[low, one], [high, other]] = [colours[i - 1], colours[i]];
    const ends = [parts(one), parts(other)];
    const mixed = ends[0].map((part, k) => Math.round(part + (ends[1][k] - part) * ((share - low) / (high - low))));
    return `#${mixed.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  }

  // Black or white, whichever reads better: one of the two always has 4.5 : 1 (WCAG's relative luminance).
  function inkOn(colour) {
    const [red, green, blue] = parts(colour).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
  }

  const paints = new Map(); // of a scale that is in use again and again
  function paintOf({ colours, ground, letters }, place) {
    if (place === null) return [ground, letters];
    const key = `${place} ${colours.join()}`;
    if (paints.size > 5000) paints.clear();
    if (!paints.has(key)) { const fill = colourAt(colours, place); paints.set(key, [fill, inkOn(fill)]); }
    return paints.get(key);
  }

  // ---- room --------------------------------------------------------------------------------------------------------
  const ruler = document.createElement("canvas").getContext("2d");
  const wide = (text, weight = 400) => { ruler.font = `${weight} ${NAME_PX}px ${FONT}`; return ruler.measureText(text).width; };

  // Of letters, so that the longest of the texts keeps inside a column, as far as it can be read.
  function sizeIn(column, texts, most) {
    const longest = texts.reduce((one, text) => (text.length > one.length ? text : one), "");
    return Math.max(LEAST_PX, Math.min(most, Math.floor((2 * NAME_PX * (column - 5)) / wide(longest)) / 2));
  }

  // Pixels: the cells begin at (left, top), a column is `column` wide and a row `row` high; letters are `total`
  // high in the first column, `size` in the others. Names slant over the columns.
  function roomOf({ rows, columns, cells }, width, height) {
    const left = Math.ceil(Math.max(...rows.map(([, , short]) => wide(short)))) + GAP;
    const heads = columns.map(([, , short], i) => (wide(short, i ? 400 : 700) + NAME_PX) * SLANT + 4);
    const top = Math.ceil(Math.max(...heads)) + 4;
    const roughly = (width - left - 90) / columns.length;
    const right = Math.ceil(Math.max(GAP, ...heads.map((head, i) => head - (columns.length - 1 - i + 0.5) * roughly)));
    const [least, most] = height ? ROWS_OF_PICTURE : [ROW, ROW];
    const row = Math.max(least, Math.min(most, Math.floor(((height || 0) - top - LEGEND) / rows.length)));
    const column = Math.max(width - left - right, 1) / columns.length;
    const size = sizeIn(column, cells.flatMap(([, ...line]) => line.map(([text]) => text)), NAME_PX);
    const total = sizeIn(column, cells.map(([[text]]) => text), NAME_PX - 1);
    return { left, top, row, column, size, total, width, height: top + row * rows.length + LEGEND };
  }

  // ---- drawing -----------------------------------------------------------------------------------------------------
  function put(node, attributes) {
    const now = node.mcuNow || (node.mcuNow = {});
    for (const name in attributes) {
      if (now[name] !== attributes[name]) { now[name] = attributes[name]; node.setAttribute(name, attributes[name]); }
    }
    return node;
  }

  const make = (tag, attributes = {}, inside = []) => { const node = put(document.createElementNS(SVG, tag), attributes); node.append(...inside); return node; };

  function write(node, text) {
    if (node.mcuText === text) return;
    node.mcuText = text;
    node.textContent = text;
  }

  const QUIET = { "font-size": NAME_PX };

  // As many parts as there are to be; those that are not needed now wait outside the document.
  function keep(box, parts, count, one) {
    while (parts.length < count) parts.push(one());
    parts.forEach((part, i) => {
      if (i < count && part.root.parentNode !== box) box.append(part.root);
      if (i >= count && part.root.parentNode) part.root.remove();
    });
    return parts.slice(0, count);
  }

  function emptyCell() {
    const fill = make("rect", { y: 1 });
    const letters = make("text", { "text-anchor": "middle" });
    return { fill, letters, root: make("g", {}, [fill, letters]) };
  }

  function emptyRow() {
    const name = make("text", { ...QUIET, x: -GAP + 2, "text-anchor": "end" });
    return { name, cells: [], root: make("g", {}, [name]) };
  }

  function emptyHead() {
    const name = make("text", QUIET);
    return { name, root: name };
  }

  function emptyTick() {
    const words = make("text", { "font-size": 11, y: 50, "text-anchor": "middle" });
    return { words, root: words };
  }

  const emptyStop = () => ({ root: make("stop") });
  let drawings = 0; // a colour bar is found by the name of its colours

  function skeleton() {
    const id = `matrix-colours-${(drawings += 1)}`;
    const colours = make("linearGradient", { id }), legend = make("g"), title = make("text", { ...QUIET, y: 20 });
    legend.append(title, make("rect", { y: 26, width: BAR, height: 10, fill: `url(#${id})` }));
    const reason = make("text", { x: "50%", y: "50%", "text-anchor": "middle", "font-size": 13 });
    const grid = make("g");
    const svg = make("svg", { class: "main-svg", role: "img", "font-family": FONT }, [make("defs", {}, [colours]), grid, legend, reason]);
    return { svg, grid, legend, title, colours, reason, heads: [], rows: [], ticks: [], stops: [] };
  }

  function drawCell(cell, trace, room, i, [text, , place]) {
    const [fill, ink] = paintOf(trace, place);
    const x = i * room.column, quiet = i ? Math.min(room.size, NAME_PX - 1) : room.total;
    const size = place === null ? quiet : room.size;
    put(cell.fill, { x: (x + 1).toFixed(2), width: Math.max(room.column - 2, 0).toFixed(2), height: room.row - 2, fill });
    put(cell.letters, { x: (x + room.column / 2).toFixed(2), y: (room.row / 2 + size * 0.35).toFixed(2), "font-size": size, fill: ink });
    write(cell.letters, text);
  }

  function drawCells(made, trace, room) {
    put(made.grid, { transform: `translate(${room.left},${room.top})` });
    keep(made.grid, made.rows, trace.rows.length, emptyRow).forEach((row, i) => {
      put(row.root, { transform: `translate(0,${i * room.row})` });
      put(row.name, { y: (room.row / 2 + NAME_PX * 0.35).toFixed(2), fill: trace.letters });
      write(row.name, trace.rows[i][2]);
      keep(row.root, row.cells, trace.columns.length, emptyCell).forEach((cell, j) => drawCell(cell, trace, room, j, trace.cells[i][j]));
    });
    keep(made.grid, made.heads, trace.columns.length, emptyHead).forEach(({ name }, i) => {
      const at = `translate(${((i + 0.5) * room.column + 4).toFixed(2)},-6) rotate(-45)`;
      put(name, { transform: at, "font-weight": i ? 400 : 700, fill: trace.letters });
      write(name, trace.columns[i][2]);
    });
  }

  function drawLegend(made, { legend, colours, letters }, room) {
    put(made.legend, { transform: `translate(${room.left},${room.height - LEGEND})`, fill: letters, visibility: legend ? "visible" : "hidden" });
    if (!legend) return;
    write(made.title, legend.title);
    keep(made.colours, made.stops, colours.length, emptyStop).forEach(({ root }, i) => put(root, { offset: colours[i][0], "stop-color": colours[i][1] }));
    keep(made.legend, made.ticks, legend.ticks.length, emptyTick).forEach(({ words }, i) => {
      const [place, told] = legend.ticks[i];
      const isEnd = place === 1 && wide(told) > BAR / 4; // long words end where the bar does
      put(words, { x: place * BAR, "text-anchor": isEnd ? "end" : "middle" });
      write(words, told);
    });
  }

  // The whole drawing of one trace, as wide and high as told; without a height, as high as its rows need.
  function draw(made, trace, width, height) {
    const has = !trace.reason;
    put(made.reason, { fill: trace.letters });
    write(made.reason, trace.reason || "");
    [made.grid, made.legend].forEach((part) => put(part, { display: has ? "inline" : "none" }));
    const room = has ? roomOf(trace, width, height) : { width, height: height || BLANK };
    if (has) { drawCells(made, trace, room); drawLegend(made, trace, room); }
    put(made.svg, { width, height: room.height });
    return room;
  }

  // ---- what others call --------------------------------------------------------------------------------------------
  function begin(node) {
    if (node.mcuMatrix) return node.mcuMatrix;
    const made = node.mcuMatrix = skeleton();
    const box = document.createElement("div");
    box.className = "svg-container";
    box.append(made.svg);
    node.classList.add("matrix");
    node.replaceChildren(box);
    return made;
  }

  function react(node, { data, layout }) {
    const made = begin(node), trace = kindOf({ data }) || { reason: "", letters: "none" };
    made.trace = trace;
    made.room = draw(made, trace, node.clientWidth, trace.reason ? node.clientHeight : 0);
    put(made.svg, { "aria-label": (layout.meta || {}).title || "" });
    Object.assign(node, { data, layout: { ...layout, height: made.room.height }, _fullLayout: made.room });
    return Promise.resolve(node);
  }

  const resize = (node) => window.mcu.matrix.react(node, node); // by its name: others listen to it (30-chart-card.js)

  // A picture of a size; what is higher even with low rows is drawn on a bigger sheet and made smaller.
  function toImage({ data }, { width, height }) {
    const made = skeleton(), trace = kindOf({ data });
    const times = trace.reason ? 1 : Math.max(1, roomOf(trace, width, height).height / height);
    draw(made, trace, width * times, height * times);
    made.svg.setAttribute("viewBox", `0 0 ${width * times} ${height * times}`);
    Object.entries({ width, height, "text-rendering": "geometricPrecision" }).forEach(([name, value]) => made.svg.setAttribute(name, value));
    return Promise.resolve(new XMLSerializer().serializeToString(made.svg));
  }

  window.mcu = Object.assign({}, window.mcu, { drawerOf, matrix: { react, toImage, Plots: { resize } } });
})();
