// Expands JSON-LD with jsonld.js and writes it as N-Quads: {documents, contexts} in, N-Quads by name out. Contexts come from
// the input alone; one that is not there is an error, nothing is fetched.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const jsonld = createRequire(new URL("../../web/package.json", import.meta.url))("jsonld");
const { documents, contexts } = JSON.parse(readFileSync(0, "utf8"));
const documentLoader = async (url) => {
  if (!(url in contexts)) throw new Error(`${url} is not among the contexts`);
  return { contextUrl: null, documentUrl: url, document: JSON.parse(contexts[url]) };
};
const quads = {};
for (const [name, text] of Object.entries(documents)) {
  quads[name] = await jsonld.toRDF(JSON.parse(text), { format: "application/n-quads", documentLoader, base: "https://data.example.jp/plans/" });
}
process.stdout.write(JSON.stringify(quads));
