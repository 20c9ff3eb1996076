// The matrix of the heat map (drawn by 08-matrix.js) under the pointer and by the keyboard: its words over a cell, a click,
// one stop of Tab, arrows from cell to cell, Enter chooses like a click.
(function () {
  "use strict";

  const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  const FAR_PX = 12;
  const graphOf = () => document.querySelector(".matrix");
  const traceOf = (graph) => ((graph && graph.mcuMatrix) || {}).trace || {};
  const hasCells = (graph) => (traceOf(graph).cells || []).length > 0;
  let at = [0, 0];

  // What a click and a screen reader are told of a cell: group, topic, municipality, names, value in words.
  function dataOf({ key, columns, rows, cells }, [i, j]) {
    const code = rows[i][0], codes = key === "group" ? [code, null] : [null, code];
    return [...codes, columns[j][0], `${rows[i][1]} · ${columns[j][1]}`, cells[i][j][1]];
  }

  const choose = (graph, cell) =>
    window.dash_clientside.set_props(graph.closest(".chart").id, { clickData: { points: [{ customdata: dataOf(traceOf(graph), cell) }] } });

  // ---- pointer -----------------------------------------------------------------------------------------------------
  function cellAt(graph, event) {
    if (!hasCells(graph)) return null;
    const { room, trace } = graph.mcuMatrix, box = graph.getBoundingClientRect();
    const i = Math.floor((event.clientY - box.top - room.top) / room.row);
    const j = Math.floor((event.clientX - box.left - room.left) / room.column);
    return trace.rows[i] && trace.columns[j] ? [i, j] : null;
  }

  function partOf(graph, className, tag) {
    let part = graph.querySelector(`.${className}`);
    if (!part) {
      part = document.createElement(tag);
      part.className = className;
      part.hidden = true;
      graph.append(part);
    }
    return part;
  }

  const boxOf = ({ left, top, row, column }, [i, j]) => ({ left: left + j * column, top: top + i * row, width: column, height: row });

  function tell(graph, cell) {
    const words = partOf(graph, "matrix-words", "div");
    graph.classList.toggle("is-at-cell", Boolean(cell));
    words.hidden = !cell;
    if (!cell) return;
    const data = dataOf(traceOf(graph), cell), box = boxOf(graph.mcuMatrix.room, cell);
    words.textContent = `${data[3]}\n${data[4]}`;
    const right = box.left + box.width / 2 + FAR_PX, room = graph.clientWidth - words.offsetWidth;
    words.style.left = `${Math.max(0, right <= room ? right : box.left + box.width / 2 - FAR_PX - words.offsetWidth)}px`;
    words.style.top = `${box.top + box.height / 2 - words.offsetHeight / 2}px`;
  }

  let told = "";
  function point(event) {
    const graph = event.target.closest && event.target.closest(".matrix");
    const cell = graph && event.pointerType !== "touch" ? cellAt(graph, event) : null;
    if (String(cell) === told) return;
    told = String(cell);
    if (graphOf()) tell(graphOf(), cell);
  }

  // ---- keyboard ----------------------------------------------------------------------------------------------------
  // The frame is a button that stands over the cell: a screen reader reads its name, Enter presses it.
  function place(graph) {
    const frame = partOf(graph, "matrix-cell", "button"), trace = traceOf(graph);
    frame.type = "button";
    frame.hidden = !hasCells(graph);
    if (frame.hidden) return;
    at = [Math.min(at[0], trace.rows.length - 1), Math.min(at[1], trace.columns.length - 1)];
    Object.entries(boxOf(graph.mcuMatrix.room, at)).forEach(([name, px]) => { frame.style[name] = `${px}px`; });
    const data = dataOf(trace, at);
    frame.setAttribute("aria-label", `${data[3]}: ${data[4]}`);
  }

  const isFrame = (node) => Boolean(node.classList && node.classList.contains("matrix-cell"));

  function walk(event) {
    if (!isFrame(event.target)) return;
    const graph = graphOf(), { rows, columns } = traceOf(graph), step = STEPS[event.key];
    if (step) at = [at[0] + step[0], at[1] + step[1]];
    else if (event.key === "Home") at = [at[0], 0];
    else if (event.key === "End") at = [at[0], columns.length - 1];
    else return;
    at = [Math.min(Math.max(at[0], 0), rows.length - 1), Math.min(Math.max(at[1], 0), columns.length - 1)];
    event.preventDefault();
    place(graph);
  }

  function press(event) {
    const graph = event.target.closest && event.target.closest(".matrix");
    const cell = graph && (isFrame(event.target) ? at : cellAt(graph, event));
    if (cell) choose(graph, cell);
  }

  document.addEventListener("pointermove", point);
  document.addEventListener("keydown", walk);
  document.addEventListener("click", press);

  const original = window.mcu.matrix.react;
  window.mcu.matrix.react = (node, figure) => original(node, figure).then(() => {
    place(node);
    told = "";
    tell(node, null); // its words were of another answer
    return node;
  });
})();
