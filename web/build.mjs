// Bundles what the pages run in a browser: scripts, styles, Oxigraph as WebAssembly, licences. They go into
// ../build/web, or into the folder that is named. The bytes depend on the sources and the lock file alone.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = new URL(".", import.meta.url);
const out = process.argv[2] ? pathToFileURL(`${process.argv[2]}/`) : new URL("../build/web/", here);
const assets = new URL("assets/", out);

/** The policy of the pages allows no style in a text that becomes HTML; the editor's tooltip holds one. */
const withoutInlineStyle = {
  name: "without-inline-style",
  setup({ onLoad }) {
    onLoad({ filter: /yasqe\.esm\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf-8");
      const plain = text.replaceAll("<strong style='text-decoration:underline'>", "<strong>");
      if (plain === text) throw new Error(`${path} has changed: look for inline styles anew`);
      return { contents: plain, loader: "js" };
    });
  },
};

async function licences() {
  const { packages } = JSON.parse(await readFile(new URL("package-lock.json", here), "utf-8"));
  const own = await readFile(new URL("../LICENSE", here), "utf-8");
  const terms = own.slice(own.indexOf("Permission is hereby granted"));
  const parts = [];
  for (const [path, { dev, optional }] of Object.entries(packages)) {
    if (!path || dev || optional) continue;
    const folder = new URL(`${path}/`, here);
    const about = JSON.parse(await readFile(new URL("package.json", folder), "utf-8"));
    const files = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort();
    const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), "utf-8")));
    if (!files.length) {
      if (!/\bMIT\b/.test(about.license)) throw new Error(`${about.name} comes without its licence`);
      texts.push(`Copyright (c) ${about.author?.name ?? about.author ?? `the authors of ${about.name}`}\n\n${terms}`);
    }
    const title = `${about.name} ${about.version} (${about.license})`;
    parts.push([title, "=".repeat(title.length), ...texts.map((text) => text.trim())].join("\n\n"));
  }
  return `What is bundled here comes from these packages.\n\n${parts.join("\n\n\n")}\n`;
}

await rm(out, { recursive: true, force: true });
await mkdir(assets, { recursive: true });
await build({
  absWorkingDir: new URL(".", here).pathname,
  entryPoints: ["sparql", "sparql-editor", "sparql-worker", "lineage", "dagre", "desk"].map((name) => `src/${name}.js`),
  outdir: assets.pathname,
  bundle: true,
  minify: true,
  format: "iife", // classic scripts: a page that is opened as a file runs them too, and says what it cannot do there
  logOverride: { "empty-import-meta": "silent" }, // Oxigraph asks for its own address only where it is given none
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  loader: { ".svg": "dataurl" },
  plugins: [withoutInlineStyle],
  logLevel: "warning",
});
await writeFile(new URL("oxigraph_bg.wasm", assets), await readFile(new URL("node_modules/oxigraph/web_bg.wasm", here)));
await writeFile(new URL("assets/THIRD-PARTY-LICENSES.txt", out), await licences());
