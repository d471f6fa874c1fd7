// Answers for the tests of the search: reads {tables, texts, pairs, folder, asked} and writes what the scripts make of them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

const [script, input] = process.argv.slice(2);
runInThisContext(readFileSync(script, "utf8"), script);
const { Index, bucket, fold, kana, short, unpacked } = globalThis.keikakuSearch;
const given = JSON.parse(readFileSync(input, "utf8"));
const answer = {};

if (given.kana) {
  answer.kana = given.kana.map((text) => [kana(text), short(kana(text))]);
}
if (given.unpacked) {
  answer.unpacked = unpacked(given.unpacked);
}
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
    const text = readFileSync(join(given.folder, name), "utf8");
    return [JSON.parse(text), Buffer.byteLength(text)];
  };
  answer.found = [];
  for (const { text, chosen = {}, whole = true } of given.asked) {
    read.clear();
    const index = await Index.open(load);
    const opened = index.spent;
    const choice = new Map(Object.entries(chosen));
    const found = await index.find(text, choice);
    const entries = [];
    let next = 0;
    do {
      const looked = await index.look(found, next);
      entries.push(...looked.entries);
      next = looked.next;
    } while (whole && next < found.parts.length);
    answer.found.push({
      entries: entries.map(({ values, ...entry }) => ({ ...entry, kind: entry.kind[0], values: Object.fromEntries(values) })),
      files: [...read].sort(),
      passages: entries.map((entry) => index.passage(entry, found.words)),
      pieces: entries.map((entry) => index.pieces(entry.label, found.words)),
      bytes: index.spent,
      opened,
      parts: found.parts.length,
      looked: next,
      words: found.words,
      unknown: index.unknown(choice),
    });
  }
}
process.stdout.write(JSON.stringify(answer));
