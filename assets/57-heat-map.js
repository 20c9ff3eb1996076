// The browser's half of the heat map: width of the paper, player of periods, choice by a box and by the keyboard.
(function () {
  "use strict";

  const MAP = "heat-map-map", PLAY = "heat-map-play", RANGE = "heat-map-range", BOX = "heat-map-box", FOCUS = "heat-map-focus";
  const LEAST_MS = 900;
  const dash = () => window.dash_clientside;
  const keep = () => dash().no_update;
  const byId = (id) => document.getElementById(id);
  const graphOf = (id) => byId(id) && byId(id).querySelector(".js-plotly-plot");
  const setFilter = (key, value) => dash().set_props({ type: "flt-list", key }, { value });

  // ---- width: names are laid out for the pixels the map really gets ------------------------------------------------
  const measured = () => {
    const room = byId(MAP) && byId(MAP).closest(".chart-card__canvas");
    return room ? Math.floor(room.clientWidth / 10) * 10 : null;
  };
  const width = () => measured() || keep();
  let waiting = null, known = null;
  window.addEventListener("resize", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      const now = measured();
      if (now && now !== known) { known = now; dash().set_props("heat-map-width", { data: now }); }
    }, 250);
  });

  // ---- modes -------------------------------------------------------------------------------------------------------
  const modeOf = (params) => (params || {}).mode || "map";

  // The steps of the animation are asked for where it is on the screen.
  const timed = (params) => (modeOf(params) === "time" ? params : keep());

  function mode(params) {
    const now = modeOf(params);
    if (now !== "time") stop();
    return [`map-controls is-${now}`, now !== "time"];
  }

  // ---- player ------------------------------------------------------------------------------------------------------
  let timer = null, drawnAt = 0, isBusy = false;

  function stand(value, steps, now) {
    const day = steps && steps.days[Number(value)];
    if (!day) return keep();
    const wanted = day === steps.default ? "" : day;
    return wanted === (now || "") ? keep() : wanted;
  }

  function bar(event, steps) {
    const day = event && event.points[0] && event.points[0].customdata[0];
    if (day && steps) dash().set_props(RANGE, { value: steps.days.indexOf(day) });
    return null;
  }

  function sign(isPlaying) {
    const button = byId(PLAY);
    if (!button) return;
    button.setAttribute("aria-pressed", String(isPlaying));
    button.setAttribute("aria-label", isPlaying ? "Остановить" : "Показать шаги подряд");
    button.title = isPlaying ? "Остановить" : "Показать подряд";
  }

  function stop() {
    window.clearInterval(timer);
    timer = null;
    sign(false);
  }

  const range = () => document.querySelector(`#${RANGE}, #${RANGE} input`);
  const input = () => { const node = range(); return node && (node.matches("input") ? node : node.querySelector("input")); };

  function tick() {
    const node = input();
    if (!node || byId("heat-map-player").hidden) return stop();
    // A step is asked for when the last one has been drawn, or given up on: a slow machine plays slowly and drops nothing.
    if (isBusy && Date.now() - drawnAt < 10 * LEAST_MS) return undefined;
    const next = Number(node.value) + 1;
    if (next > Number(node.max)) return stop();
    isBusy = true;
    drawnAt = Date.now();
    return dash().set_props(RANGE, { value: next });
  }

  function play() {
    if (timer) return stop();
    const node = input();
    if (node && Number(node.value) >= Number(node.max)) { isBusy = true; drawnAt = Date.now(); dash().set_props(RANGE, { value: 0 }); }
    timer = window.setInterval(tick, LEAST_MS);
    return sign(true);
  }

  // ---- choice ------------------------------------------------------------------------------------------------------
  const back = (keys) => keys.forEach((key) => setFilter(key, []));

  function boxing(isOn) {
    const graph = graphOf(MAP);
    byId(BOX).setAttribute("aria-pressed", String(isOn));
    if (graph) window.Plotly.relayout(graph, { dragmode: isOn ? "select" : false });
  }

  function box(event) {
    if (!event || !event.points || !event.points.length) return keep();
    const codes = event.points.map((point) => (point.customdata || [])[1]).filter(Boolean);
    if (codes.length) setFilter("place", [...new Set(codes)].sort());
    boxing(false);
    return null;
  }

  // One stop of Tab for the whole map: arrows walk from circle to circle, the biggest first, Enter chooses.
  function circles(graph) {
    const groups = [...graph.querySelectorAll(".scattergeo")];
    const group = groups.find((one) => one.__data__ && one.__data__[0] && one.__data__[0].trace.name === "places");
    return group ? [...group.querySelectorAll("path.point")] : [];
  }

  const traceOf = (graph) => graph.data.find((trace) => trace.name === "places");
  const plain = (words) => String(words).replace(/<br>/g, " · ").replace(/<[^>]*>/g, "");

  function reachable(graph) {
    const trace = traceOf(graph);
    if (!trace) return;
    const nodes = circles(graph);
    const stop = Math.max(0, nodes.findIndex((node) => node.getAttribute("tabindex") === "0"));
    nodes.forEach((node, i) => {
      const data = trace.customdata[i];
      if (!data) return;
      node.setAttribute("tabindex", i === stop ? "0" : "-1");
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", `${data[4]}. ${plain(data[5])}`);
      node.mcuPlace = { graph, data, i };
    });
    standAgain(nodes);
  }

  // A choice draws the map anew: who chose by the keyboard stands at the same place again, or at the first one left.
  let chosen = null;
  function standAgain(nodes) {
    if (!chosen || !nodes.length || document.activeElement !== document.body) return;
    focusOn(nodes, Math.max(0, nodes.findIndex((node) => node.mcuPlace && node.mcuPlace.data[1] === chosen)), { preventScroll: true });
  }

  function walk(event) {
    const at = event.target.mcuPlace;
    if (!at) return;
    const nodes = circles(at.graph);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) focusOn(nodes, (at.i + step + nodes.length) % nodes.length);
    else if (event.key === "Home") focusOn(nodes, 0);
    else if (event.key === "End") focusOn(nodes, nodes.length - 1);
    else if (event.key === "Enter" || event.key === " ") choose(at.data);
    else return;
    event.preventDefault();
  }

  function choose(data) {
    chosen = data[1];
    dash().set_props(MAP, { clickData: { points: [{ customdata: data }] } });
  }

  function focusOn(nodes, i, how) {
    nodes.forEach((node, j) => node.setAttribute("tabindex", i === j ? "0" : "-1"));
    nodes[i].focus(how);
  }

  function say(event) {
    const at = event.target.mcuPlace, place = byId(FOCUS);
    if (place) place.textContent = at && event.type === "focusin" ? `${at.data[4]}: ${plain(at.data[5])}. Enter — показать только его.` : "";
  }

  document.addEventListener("keydown", walk);
  document.addEventListener("focusin", say);
  document.addEventListener("focusin", (event) => { if (!event.target.mcuPlace) chosen = null; });
  document.addEventListener("pointerdown", () => { chosen = null; });
  document.addEventListener("focusout", say);
  document.addEventListener("click", (event) => {
    if (event.target.closest(`#${PLAY}`)) play();
    const button = event.target.closest(`#${BOX}`);
    if (button) boxing(button.getAttribute("aria-pressed") !== "true");
  });

  // 30-chart-card.js wraps these too; the order does not matter, both only listen.
  function watch(name) {
    const original = window.Plotly[name];
    window.Plotly[name] = (graph, ...rest) => {
      const made = original.call(window.Plotly, graph, ...rest);
      const node = typeof graph === "string" ? byId(graph) : graph;
      if (!node || !node.closest || !node.closest(`#${MAP}`)) return made;
      listen(node);
      return Promise.resolve(made).then((result) => { drawn(node); return result; });
    };
  }

  // A map may be drawn again after its promise was kept (it gets another size): what is drawn anew loses what was added.
  function listen(graph) {
    if (!graph.on || graph.mcuListens === graph.on) return; // a graph that is made anew gets another `on`
    graph.mcuListens = graph.on;
    graph.on("plotly_afterplot", () => reachable(graph));
  }

  function drawn(graph) {
    isBusy = false;
    const button = byId(BOX);
    if (button) button.setAttribute("aria-pressed", "false");
    reachable(graph);
  }
  if (window.Plotly) ["newPlot", "react"].forEach(watch);

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    mcu_map: { width, timed, mode, stand, bar, back, box },
  });
})();
