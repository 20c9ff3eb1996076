// Bundles the third-party code of the screens from node_modules into assets/vendor (git-ignored).
//
//   vendor/*.js, *.css        loaded by every screen
//   vendor/fonts/*.woff2      Golos Text, asked for by golos-text.css
//   vendor/standalone/*       put into documents that leave the program (maps); screens don't load it
//   vendor/LICENSES.txt       licences of every package that is really inside
//
// Each .js and .css has a .br and a .gz beside it, compressed once here and not at every request.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const ASSETS = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(ASSETS);
const VENDOR = join(ASSETS, "vendor");
const FRESH = join(ASSETS, ".vendor-new");
const TARGET = ["chrome100", "firefox100", "safari15.4"];

const SHARED = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: "none", // LICENSES.txt holds them in full
  logLevel: "warning",
  target: TARGET,
};

const BUNDLES = [
  { in: "plotly.mjs", out: "plotly.min.js", define: { global: "window" }, loader: { ".css": "empty" } }, // the style of WebGL maps
  { in: "date-fns-ru.mjs", out: "date-fns-ru.js" },
  { in: "bootstrap.css", out: "bootstrap.min.css" },
  { in: "golos-text.css", out: "golos-text.css" },
  { in: "../../node_modules/leaflet/dist/leaflet-src.js", out: "standalone/leaflet.js" },
  { in: "leaflet.css", out: "standalone/leaflet.css", loader: { ".png": "dataurl" } },
];

async function bundle({ in: source, out, ...options }) {
  const result = await build({
    ...SHARED,
    ...(out.endsWith(".js") ? { format: "iife" } : {}),
    loader: { ".woff2": "file" },
    assetNames: "fonts/[name]",
    ...options,
    entryPoints: [join(ASSETS, "bundle", source)],
    outfile: join(FRESH, out),
  });
  const parts = Object.values(result.metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return parts.filter(([, part]) => part.bytesInOutput > 0).map(([name]) => name);
}

function compress(file) {
  const body = readFileSync(file);
  const options = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  writeFileSync(`${file}.br`, brotliCompressSync(body, { params: options }));
  writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }));
}

function packagesOf(inputs) {
  const folders = inputs.map((input) => input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean);
  return [...new Set(folders)].sort();
}

function licence(folder) {
  const about = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
  const files = readdirSync(join(ROOT, folder)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
  const texts = files.map((name) => readFileSync(join(ROOT, folder, name), "utf8").trim());
  const stated = typeof about.license === "string" ? about.license : (about.license?.type ?? about.licenses?.[0]?.type ?? "not stated");
  const author = typeof about.author === "string" ? about.author : (about.author?.name ?? "");
  const body = texts.length ? texts.join("\n\n") : `${author}\nThe package carries no licence file; its package.json says: ${stated}.`.trim();
  return `${"=".repeat(100)}\n${about.name} ${about.version} · ${stated}\n${"=".repeat(100)}\n${body}\n`;
}

function size(file) {
  return `${Math.ceil(readFileSync(file).length / 1024)} КБ`;
}

rmSync(FRESH, { recursive: true, force: true });
mkdirSync(FRESH, { recursive: true });
const inputs = [];
for (const [index, item] of BUNDLES.entries()) {
  inputs.push(...(await bundle(item)));
  const file = join(FRESH, item.out);
  compress(file);
  console.log(`  [${index + 1}/${BUNDLES.length}] ${item.out}: ${size(file)}, при передаче ${size(`${file}.br`)}`);
}
const packages = packagesOf(inputs);
writeFileSync(join(FRESH, "LICENSES.txt"), packages.map(licence).join("\n"));

// Whole or not at all: an interrupted build leaves the previous bundle as it was.
rmSync(VENDOR, { recursive: true, force: true });
renameSync(FRESH, VENDOR);
console.log(`  Готово: ${relative(ROOT, VENDOR)}, пакетов внутри: ${packages.length}`);
