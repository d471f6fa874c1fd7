"use strict";
/* The search index as a browser, or any JavaScript, reads it; keikaku.web.pages.search_index says how it is written. */

globalThis.keikakuSearch = (function () {
  /* Folds a text as keikaku.ground.text.folding.key does: the tables are made from it. */
  function fold(text, tables) {
    const step = (part, table) => {
      let out = "";
      for (const char of part) {
        out += Object.hasOwn(table, char) ? table[char] : char;
      }
      return out;
    };
    const known = text.replace(/\p{Co}/gu, ""); // characters of private use: they would fill the tables
    const folded = step(known.normalize("NFKC"), tables.case).normalize("NFKC");
    return step(folded, tables.last).normalize("NFKC");
  }

  function bucket(pair, count) {
    let number = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(pair)) {
      number = Math.imul(number ^ byte, 0x01000193) >>> 0;
    }
    return number % count;
  }

  function both(one, other) {
    const wanted = new Set(other);
    return one.filter((number) => wanted.has(number));
  }

  class Index {
    /* `load` returns a promise of what a file of the index holds, by its name and version. */
    constructor(load, meta, tables) {
      this.load = load;
      this.meta = meta;
      this.tables = tables;
      this.files = new Map();
      this.runs = [];
      let first = 0;
      for (const [kind, municipality, count] of meta.runs) {
        this.runs.push({ first, end: first + count, kind, municipality });
        first += count;
      }
      this.names = new Map(meta.municipalities);
    }

    static async open(load) {
      const meta = await load("index.json", "");
      return new Index(load, meta, await load("folding.json", meta.version));
    }

    file(name) {
      if (!this.files.has(name)) {
        const loading = this.load(name, this.meta.version);
        loading.catch(() => this.files.delete(name));
        this.files.set(name, loading);
      }
      return this.files.get(name);
    }

    fold(text) {
      return fold(text, this.tables);
    }

    /* The numbers of the entries in which two characters stand next to each other, rising. */
    async postings(pair) {
      const found = await this.file("b" + bucket(pair, this.meta.buckets) + ".json");
      let number = 0;
      return (Object.hasOwn(found, pair) ? found[pair] : []).map((distance) => (number += distance));
    }

    words(text) {
      return text.normalize("NFKC").split(/\s+/u).map((word) => this.fold(word)).filter(Boolean);
    }

    /* The numbers of what may hold all words, best first; what holds them for sure is told by `holds`. */
    async find(text, kind = "", municipality = "") {
      const words = this.words(text);
      if (!words.length) {
        return { words, numbers: [] };
      }
      const pairs = new Set();
      for (const word of words) {
        const chars = [...word];
        if (chars.length === 1) {
          pairs.add(" " + word);
        }
        for (let at = 1; at < chars.length; at++) {
          pairs.add(chars[at - 1] + chars[at]);
        }
      }
      const lists = await Promise.all([...pairs].map((pair) => this.postings(pair)));
      lists.sort((one, other) => one.length - other.length);
      const numbers = lists.reduce(both).filter((number) => this.fits(number, kind, municipality));
      return { words, numbers: await this.ranked(numbers, words) };
    }

    async ranked(numbers, words) {
      const starts = new Set(await this.postings(" " + [...words[0]][0]));
      const ends = new Set(await this.postings([...words.at(-1)].at(-1) + " "));
      const ranks = [[], [], [], []];
      let looked = 0;
      for (const number of numbers) {
        let rank = starts.has(number) ? (ends.has(number) ? 1 : 2) : 3;
        if (rank === 1 && looked < 40) {
          looked += 1;
          rank = (await this.entry(number)).texts.includes(words.join("")) ? 0 : 2;
        }
        ranks[rank].push(number);
      }
      return ranks.flat();
    }

    run(number) {
      let low = 0;
      let high = this.runs.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (number < this.runs[middle].end) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return this.runs[low];
    }

    fits(number, kind, municipality) {
      const run = this.run(number);
      return (!kind || this.meta.kinds[run.kind][0] === kind) && (!municipality || run.municipality === municipality);
    }

    async entry(number) {
      const size = this.meta.perFile;
      const file = await this.file("e" + Math.floor(number / size) + ".json");
      const [label, english, printed, place, rest, ...more] = file[number % size];
      const run = this.run(number);
      const [plan, planLabel] = place < 0 ? ["", ""] : this.meta.plans[place];
      return {
        label,
        english,
        number: printed,
        path: rest.startsWith("/") ? plan + rest : rest,
        plan: planLabel,
        kind: this.meta.kinds[run.kind],
        municipality: this.names.get(run.municipality) ?? "",
        texts: [label, english, printed, ...more].map((one) => this.fold(one)).filter(Boolean),
      };
    }

    holds(entry, words) {
      return words.every((word) =>
        entry.texts.some((text) => ([...word].length === 1 ? text.startsWith(word) : text.includes(word))),
      );
    }

    /* Up to `count` entries that hold the words, from a place in what was found, and the place after them. */
    async page(found, from, count) {
      const entries = [];
      let at = from;
      while (at < found.numbers.length && entries.length < count) {
        const batch = found.numbers.slice(at, at + count - entries.length);
        const loaded = await Promise.all(batch.map((number) => this.entry(number)));
        entries.push(...loaded.filter((entry) => this.holds(entry, found.words)));
        at += batch.length;
      }
      return { entries, next: at };
    }

    /* Where words stand in a text: pieces in order, each with whether it is of a word. */
    pieces(text, words) {
      const parts = text.match(/\P{M}[\p{M}\uff9e\uff9f]*|\p{M}+/gu) ?? [];
      const folded = parts.map((part) => this.fold(part));
      const whole = folded.join("");
      if (whole !== this.fold(text)) {
        return [[text, false]];
      }
      const marked = new Array(whole.length).fill(false);
      for (const word of words) {
        for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + 1)) {
          marked.fill(true, at, at + word.length);
        }
      }
      const pieces = [];
      let at = 0;
      parts.forEach((part, index) => {
        const end = at + folded[index].length;
        const last = pieces.at(-1);
        const inside = end > at ? marked.slice(at, end).some(Boolean) : Boolean(last?.[1]) && Boolean(marked[at]);
        if (last && last[1] === inside) {
          last[0] += part;
        } else {
          pieces.push([part, inside]);
        }
        at = end;
      });
      return pieces;
    }
  }

  return { Index, bucket, fold };
})();
