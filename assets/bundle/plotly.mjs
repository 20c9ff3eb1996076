// plotly.js with only the traces the screens draw and its Russian locale. dcc.Graph uses window.Plotly when it is there.
import Plotly from "plotly.js/lib/core";
import bar from "plotly.js/lib/bar";
import choropleth from "plotly.js/lib/choropleth";
import heatmap from "plotly.js/lib/heatmap";
import scatter from "plotly.js/lib/scatter";
import scattergeo from "plotly.js/lib/scattergeo";
import ru from "plotly.js/lib/locales/ru";
import geo from "plotly.js/src/plots/geo/constants";

// A geo subplot, even an invisible one, asks a remote host for the topology of the world and stays blank until it comes.
// The district is drawn from our own GeoJSON, so every topology it may ask for is here already, and empty.
function emptyTopology() {
  const layers = [...geo.layers, "coastlines", "countries", "lakes", "land", "ocean", "rivers", "subunits"];
  const nothing = () => ({ type: "GeometryCollection", geometries: [] });
  return { type: "Topology", arcs: [], objects: Object.fromEntries(layers.map((layer) => [layer, nothing()])) };
}

const topojson = {};
for (const scope of Object.keys(geo.scopeDefaults)) {
  for (const metres of ["110m", "50m"]) topojson[`${scope.replace(/ /g, "-")}_${metres}`] = emptyTopology();
}
window.PlotlyGeoAssets = { topojson };

Plotly.register([bar, choropleth, heatmap, scatter, scattergeo, ru]);
Plotly.setPlotConfig({ locale: "ru", showSendToCloud: false, plotlyServerURL: "", topojsonURL: "" });
window.Plotly = Plotly;
