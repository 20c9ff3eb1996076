// What holds a dcc.Graph here, in the place of Dash's own part; plotly or 08-matrix.js draws into it. That one makes a chart
// anew whenever the part of the page around it is answered, measures its room twice more after the drawing (50 and 150 ms
// later, whatever it finds), copies every figure, and is fetched as a file of its own. Here a chart keeps its drawing under
// its id, is drawn once per answer, and again only when its room has changed.
(function () {
  "use strict";

  const React = window.React;
  const KEPT_MS = 5000; // how long a drawing that left the page waits for a chart of its id
  const drawings = new Map(); // id → the node that is drawn into

  const holds = ({ data = [], layout = {} }) => data.length > 0 || (layout.annotations || []).length > 0;

  function drawingOf(id) {
    const known = drawings.get(id);
    if (known && !known.isConnected) return known;
    const node = document.createElement("div");
    node.className = "drawing";
    drawings.set(id, node);
    return node;
  }

  function leave(id, node) {
    window.setTimeout(() => {
      if (node.isConnected) return;
      if (drawings.get(id) === node) drawings.delete(id);
      if (!node.matches(".matrix")) window.Plotly.purge(node);
    }, KEPT_MS);
  }

  // Plotly writes ranges into the layout it is given; that of the answer stays as it came.
  function layoutOf({ layout = {} }) {
    const { meta, template, ...own } = layout;
    return { ...window.structuredClone(own), meta, template };
  }

  function draw(node, { figure, config }) {
    if (!node.isConnected || !(holds(figure) || node.data)) return undefined;
    return window.mcu.drawerOf(figure, node).react(node, { data: figure.data, layout: layoutOf(figure), config: { ...config } });
  }

  // Of a point what callbacks ask for: Plotly's own holds the whole chart.
  const pointOf = ({ curveNumber, pointNumber, x, y, customdata }) => ({ curveNumber, pointNumber, x, y, customdata });

  function listen(node) {
    if (!node.on || node.mcuTells === node._ev) return;
    node.mcuTells = node._ev;
    const tell = (name, event) => event && node.mcuSet({ [name]: { points: event.points.map(pointOf), timestamp: Date.now() } });
    node.on("plotly_click", (event) => tell("clickData", event));
    node.on("plotly_selected", (event) => tell("selectedData", event));
  }

  function fit(node) {
    const size = node._fullLayout;
    const hasChanged = size && node.clientWidth && (size.width !== node.clientWidth || size.height !== node.clientHeight);
    return hasChanged ? window.mcu.drawerOf(node).Plots.resize(node).catch(() => {}) : undefined; // hidden meanwhile: its next room fits it
  }

  // One after another: two drawings of a map at once leave it half drawn. What failed does not stop the next one.
  function then(node, act) {
    node.mcuDrawn = Promise.resolve(node.mcuDrawn).then(() => act(node)).catch((error) => window.console.error(error));
  }

  function Graph({ id, className, style, figure = {}, config, setProps }) {
    const box = React.useRef(null), node = React.useRef(null);
    const isAwaited = window.dash_component_api.useDashContext().useLoading();
    React.useLayoutEffect(() => {
      const here = node.current = drawingOf(id);
      box.current.append(here);
      const room = new ResizeObserver(() => then(here, fit));
      room.observe(box.current);
      return () => { room.disconnect(); leave(id, here); };
    }, [id]);
    React.useLayoutEffect(() => {
      const here = node.current;
      here.mcuSet = setProps;
      then(here, async () => { await draw(here, { figure, config }); listen(here); });
    }, [id, figure]);
    const look = { id, className: `dash-graph ${className || ""}`.trim(), style: { height: "100%", ...style } };
    return React.createElement("div", { ...look, ref: box, ...(isAwaited && { "data-dash-is-loading": true }) });
  }

  // What the bundle exports can't be written into.
  window.dash_core_components = Object.create(window.dash_core_components, { Graph: { value: Graph, enumerable: true } });
})();
