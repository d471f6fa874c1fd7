// Answers for the tests of the search: reads {tables, texts, pairs, folder, asked} and writes what the scripts make of them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

const [script, input] = process.argv.slice(2);
runInThisContext(readFileSync(script, "utf8"), script);
const { Index, bucket, fold } = globalThis.keikakuSearch;
const given = JSON.parse(readFileSync(input, "utf8"));
const answer = {};

if (given.tables) {
  answer.folded = given.texts.map((text) => fold(text, given.tables));
}
if (given.pairs) {
  answer.buckets = given.pairs.map((pair) => bucket(pair, 1000));
}
if (given.folder) {
  const read = new Set();
  const load = async (name) => {
    read.add(name);
    return JSON.parse(readFileSync(join(given.folder, name), "utf8"));
  };
  answer.found = [];
  for (const { text, kind, municipality } of given.asked) {
    read.clear();
    const index = await Index.open(load);
    const found = await index.find(text, kind, municipality);
    const page = await index.page(found, 0, given.count ?? 20);
    answer.found.push({
      entries: page.entries.map((entry) => ({ ...entry, kind: entry.kind[0] })),
      files: [...read].sort(),
      pieces: page.entries.map((entry) => index.pieces(entry.label, found.words)),
      total: found.numbers.length,
    });
  }
}
process.stdout.write(JSON.stringify(answer));
