// The matrix of the heat map by the keyboard: one stop of Tab, arrows walk from cell to cell, Enter chooses like a click.
(function () {
  "use strict";

  const MATRIX = "heat-map-matrix";
  const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  const holder = () => document.getElementById(MATRIX);
  const graphOf = () => holder() && holder().querySelector(".js-plotly-plot");
  const cellsOf = (graph) => ((graph.data || [])[0] || {}).customdata || [];
  let at = [0, 0];

  function frameOf(box) {
    let frame = box.querySelector(".matrix-cell");
    if (!frame) {
      frame = document.createElement("button");
      frame.type = "button";
      frame.className = "matrix-cell";
      box.append(frame);
    }
    return frame;
  }

  // The frame is a button that stands over the cell: a screen reader reads its name, Enter presses it.
  function place(graph) {
    const cells = cellsOf(graph);
    const box = holder().closest(".chart-card__canvas");
    const frame = frameOf(box);
    frame.hidden = !cells.length;
    if (!cells.length) return;
    at = [Math.min(at[0], cells.length - 1), Math.min(at[1], cells[0].length - 1)];
    const { xaxis, yaxis } = graph._fullLayout;
    const wide = Math.abs(xaxis.c2p(1) - xaxis.c2p(0)), tall = Math.abs(yaxis.c2p(1) - yaxis.c2p(0));
    const [one, other] = [graph.getBoundingClientRect(), box.getBoundingClientRect()];
    Object.assign(frame.style, {
      left: `${one.left - other.left + box.scrollLeft + xaxis._offset + xaxis.c2p(at[1]) - wide / 2}px`,
      top: `${one.top - other.top + yaxis._offset + yaxis.c2p(at[0]) - tall / 2}px`,
      width: `${wide}px`,
      height: `${tall}px`,
    });
    const data = cells[at[0]][at[1]];
    frame.setAttribute("aria-label", `${data[3]}: ${String(data[4]).replace(/<[^>]*>/g, " ")}`);
  }

  function walk(event) {
    if (!event.target.classList || !event.target.classList.contains("matrix-cell")) return;
    const graph = graphOf(), cells = cellsOf(graph), step = STEPS[event.key];
    if (step) at = [at[0] + step[0], at[1] + step[1]];
    else if (event.key === "Home") at = [at[0], 0];
    else if (event.key === "End") at = [at[0], cells[0].length - 1];
    else return;
    at = [Math.min(Math.max(at[0], 0), cells.length - 1), Math.min(Math.max(at[1], 0), cells[0].length - 1)];
    event.preventDefault();
    place(graph);
  }

  function press(event) {
    if (!event.target.classList || !event.target.classList.contains("matrix-cell")) return;
    const data = cellsOf(graphOf())[at[0]][at[1]];
    window.dash_clientside.set_props(MATRIX, { clickData: { points: [{ customdata: data }] } });
  }

  document.addEventListener("keydown", walk);
  document.addEventListener("click", press);
  document.addEventListener("focusin", (event) => { if (event.target.classList?.contains("matrix-cell")) place(graphOf()); });

  function watch(name) {
    const original = window.Plotly[name];
    window.Plotly[name] = (graph, ...rest) => Promise.resolve(original.call(window.Plotly, graph, ...rest)).then((result) => {
      const node = typeof graph === "string" ? document.getElementById(graph) : graph;
      if (node && node.isConnected && node.closest(`#${MATRIX}`)) place(node);
      return result;
    });
  }
  if (window.Plotly) ["newPlot", "react"].forEach(watch);
})();
