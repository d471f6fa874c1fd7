"use strict";
/* The search index as a browser, or any JavaScript, reads it; keikaku.web.pages.search_index says how it is written. */

globalThis.keikakuSearch = (function () {
  const LONGEST = 200; // characters of a search: longer ones are a text, and no name or sentence is as long
  const PAIRS = 8; // of a word that are looked up: what they promise is checked in the parts
  const OTHERS = 3; // written words that are looked up for one that is typed by its reading

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

  /* The tables as they are written: what becomes one character stands in a string, both in turn. */
  function unpacked(told) {
    const tables = {};
    for (const [name, [pairs, rest]] of Object.entries(told)) {
      const chars = [...pairs];
      tables[name] = { ...rest };
      for (let at = 0; at < chars.length; at += 2) {
        tables[name][chars[at]] = chars[at + 1];
      }
    }
    return tables;
  }

  function bucket(text, count) {
    let number = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) {
      number = Math.imul(number ^ byte, 0x01000193) >>> 0;
    }
    return number % count;
  }

  /* ---- readings: what is typed in kana or romaji */

  const ROWS = {
    "": "あいうえお", k: "かきくけこ", s: "さしすせそ", t: "たちつてと", n: "なにぬねの", h: "はひふへほ", m: "まみむめも",
    y: "や ゆ よ", r: "らりるれろ", w: "わ   を", g: "がぎぐげご", z: "ざじずぜぞ", d: "だぢづでど", b: "ばびぶべぼ",
    p: "ぱぴぷぺぽ", f: "    ", j: " じ   ", v: "    ",
  };
  const SYLLABLES = new Map([["shi", "し"], ["chi", "ち"], ["tsu", "つ"], ["fu", "ふ"], ["ji", "じ"], ["fa", "ふぁ"], ["fi", "ふぃ"], ["fe", "ふぇ"], ["fo", "ふぉ"], ["she", "しぇ"], ["che", "ちぇ"], ["je", "じぇ"], ["ti", "ち"]]);
  for (const [consonant, row] of Object.entries(ROWS)) {
    [..."aiueo"].forEach((vowel, at) => {
      if (row[at] && row[at] !== " " && !SYLLABLES.has(consonant + vowel)) {
        SYLLABLES.set(consonant + vowel, row[at]);
      }
    });
    for (const [vowel, small] of [["a", "ゃ"], ["u", "ゅ"], ["o", "ょ"]]) {
      if (consonant && row[1] && row[1] !== " ") {
        SYLLABLES.set(consonant + "y" + vowel, row[1] + small);
      }
    }
  }
  for (const [start, kana] of [["sh", "し"], ["ch", "ち"], ["j", "じ"]]) {
    for (const [vowel, small] of [["a", "ゃ"], ["u", "ゅ"], ["o", "ょ"]]) {
      SYLLABLES.set(start + vowel, kana + small);
    }
  }

  /* What romaji says in hiragana, "" where it is none: Hepburn and Kunrei, long vowels written or left out. */
  function kana(romaji) {
    let rest = romaji.toLowerCase().normalize("NFD").replace(/\u0304|\u0302/g, "").replace(/[-'’]/g, "'");
    let out = "";
    while (rest) {
      const double = /^([kstpgzdbcfjh])\1|^tch/.exec(rest);
      if (double) {
        out += "っ";
        rest = rest.slice(1);
        continue;
      }
      const found = [3, 2, 1].map((size) => rest.slice(0, size)).find((part) => SYLLABLES.has(part));
      if (found) {
        out += SYLLABLES.get(found);
        rest = rest.slice(found.length);
      } else if (/^(n|m(?=[bpm]))/.test(rest)) {
        out += "ん";
        rest = rest.slice(1).replace(/^'/, "");
      } else {
        return "";
      }
    }
    return out;
  }

  const hiragana = (text) => text.replace(/[ァ-ヶ]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0x60));

  /* A reading without long vowels: keikaku.web.pages.search_readings.short. */
  function short(reading) {
    let kept = "";
    for (const char of reading) {
      const before = kept.at(-1) ?? "";
      const long =
        char === "ー" ||
        ("うお".includes(char) && "おこそとのほもよろをごぞどぼぽょ".includes(before)) ||
        (char === "う" && "うくすつぬふむゆるぐずづぶぷゅ".includes(before));
      if (!(long && before)) {
        kept += char;
      }
    }
    return kept;
  }

  /* ---- lists of parts */

  function numbers(runs) {
    const found = [];
    let after = 0;
    for (let at = 0; at < runs.length; at += 2) {
      for (let number = after + runs[at]; number < after + runs[at] + runs[at + 1]; number++) {
        found.push(number);
      }
      after += runs[at] + runs[at + 1];
    }
    return found;
  }

  const both = (one, other) => one.intersection?.(other) ?? new Set([...one].filter((number) => other.has(number)));
  const either = (one, other) => new Set([...one, ...other]);

  class Index {
    /* `load` returns a promise of [what a file of the index holds, its bytes], by its name and version. */
    constructor(load, meta, tables) {
      this.load = load;
      this.meta = meta;
      this.tables = tables;
      this.files = new Map();
      this.spent = 0;
      this.towns = [];
      for (const [code, name, entries, parts] of meta.municipalities) {
        this.towns.push({ code, name, entries, first: this.parts, end: this.parts + parts });
      }
      this.kinds = new Map(meta.kinds.map((one) => [one[0], one]));
      this.facets = new Map(meta.facets.map((one) => [one[0], one]));
    }

    get parts() {
      return this.towns.at(-1)?.end ?? 0;
    }

    static async open(load) {
      const [meta, size] = await load("index.json", "");
      const [told, more] = await load("folding.json", meta.version);
      const opened = new Index(load, meta, unpacked(told));
      opened.spent = size + more;
      return opened;
    }

    file(name) {
      if (!this.files.has(name)) {
        const loading = this.load(name, this.meta.version).then(([content, size]) => {
          this.spent += size;
          return content;
        });
        loading.catch(() => this.files.delete(name));
        this.files.set(name, loading);
      }
      return this.files.get(name);
    }

    fold(text) {
      return fold(text, this.tables);
    }

    /* The parts that hold something: in a name, or anywhere. */
    async held(what) {
      const found = await this.file("b" + bucket(what, this.meta.buckets) + ".json");
      const [names, others] = Object.hasOwn(found, what) ? found[what].map(numbers) : [[], []];
      return { names: new Set(names), all: new Set([...names, ...others]) };
    }

    /* ---- what is asked for */

    /* The written words that are read as a word is typed, the most frequent first. */
    async written(word) {
      const plain = hiragana(word.normalize("NFKC").toLowerCase());
      const isKana = /^[ぁ-ゖー]+$/.test(plain);
      const reading = isKana ? plain : /^[a-zāīūēōâîûêô'’-]+$/.test(plain) ? kana(plain) : "";
      return [...reading].length < 2 ? [] : this.read(reading, !isKana, 4);
    }

    /* A reading as words: one that is read so, one that begins so, or several after each other. */
    async read(reading, loose, deep) {
      const wanted = loose ? short(reading) : reading;
      const start = short(reading).slice(0, 2);
      const file = await this.file("r" + bucket(start, this.meta.readings) + ".json");
      const known = (Object.hasOwn(file, start) ? file[start] : []).map(([said, word]) => [loose ? short(said) : said, word]);
      const words = (fits) => [...new Set(known.filter(([said]) => fits(said)).map((one) => one[1]))].slice(0, OTHERS);
      const same = words((said) => said === wanted);
      if (same.length || deep === 0) {
        return same;
      }
      const heads = [...new Set(known.map((one) => one[0]).filter((said) => said && wanted.startsWith(said)))];
      for (const head of heads.sort((one, other) => other.length - one.length).slice(0, 2)) {
        const rest = wanted.slice(head.length);
        const tails = rest.length > 1 ? await this.read(rest, loose, deep - 1) : [];
        if (tails.length) {
          return words((said) => said === head).flatMap((one) => tails.map((tail) => one + tail)).slice(0, OTHERS);
        }
      }
      return words((said) => said.startsWith(wanted));
    }

    /* What is asked for: of each word the forms that may stand in a text. */
    async words(text) {
      const typed = text.normalize("NFKC").split(/\s+/u).filter((word) => this.fold(word));
      return Promise.all(
        typed.map(async (word) => [...new Set([this.fold(word), ...(await this.written(word))])]),
      );
    }

    /* The parts that may hold a form of a word. */
    async holding(form) {
      const chars = [...form];
      if (chars.length === 1) {
        return this.held(" " + form);
      }
      const all = chars.slice(1).map((char, at) => chars[at] + char);
      const some = all.filter((_pair, at) => all.length <= PAIRS || Math.floor((at * PAIRS) / all.length) !== Math.floor(((at - 1) * PAIRS) / all.length));
      const lists = await Promise.all([...new Set(some)].map((pair) => this.held(pair)));
      return {
        names: lists.map((one) => one.names).reduce(both),
        all: lists.map((one) => one.all).reduce(both),
      };
    }

    /* Why a choice cannot be, by facet and value: those that the index does not know. */
    unknown(chosen) {
      const wrong = [];
      for (const [name, values] of chosen) {
        const facet = this.facets.get(name);
        for (const value of values) {
          const known =
            name === "kind" ? this.kinds.has(value)
            : name === "municipality" ? this.towns.some((town) => town.code === value)
            : name === "plan" || (facet && (!Object.keys(facet[3]).length || Object.hasOwn(facet[3], value)));
          if (!known) {
            wrong.push([name, value]);
          }
        }
      }
      return wrong;
    }

    /* The parts in which something may be found, the best first. `chosen` is a Map of facets to lists of values. */
    async find(text, chosen = new Map()) {
      const began = this.asked ? this.spent : 0; // the first query pays for the opening of the index too
      this.asked = true;
      const words = await this.words(text);
      if (!words.length && ![...chosen.values()].some((values) => values.length)) {
        return { words, chosen, began, parts: [] };
      }
      let sets = null;
      for (const forms of words) {
        const lists = await Promise.all(forms.map((form) => this.holding(form)));
        const one = { names: lists.map((list) => list.names).reduce(either), all: lists.map((list) => list.all).reduce(either) };
        sets = sets ? { names: both(sets.names, one.names), all: both(sets.all, one.all) } : one;
      }
      let all = sets?.all ?? null;
      for (const [name, values] of chosen) {
        if (!values.length) {
          continue;
        }
        const lists = await Promise.all(values.map((value) => this.choosing(name, value)));
        const one = lists.reduce(either);
        all = all ? both(all, one) : one;
      }
      const first = words.length ? await this.beginning(words) : new Set();
      const rank = (part) => (first.has(part) ? 0 : sets?.names.has(part) ? 1 : 2);
      const parts = [...all].sort((one, other) => rank(one) - rank(other) || one - other);
      return { words, chosen, began, parts };
    }

    async choosing(name, value) {
      if (name === "municipality") {
        const town = this.towns.find((one) => one.code === value);
        return new Set(town ? Array.from({ length: town.end - town.first }, (_, at) => town.first + at) : []);
      }
      return (await this.held("\u0001" + name + "\u0001" + value)).all;
    }

    /* The parts in which a name may be just what is asked for. */
    async beginning(words) {
      const lists = await Promise.all(
        words[0].map(async (form) => {
          const [starts, ends] = await Promise.all([this.held(" " + [...form][0]), this.held([...form].at(-1) + " ")]);
          return both(starts.names, ends.names);
        }),
      );
      return lists.reduce(either);
    }

    /* ---- looking through parts */

    async part(number) {
      const file = await this.file("s" + number + ".json");
      const town = this.towns.find((one) => number < one.end);
      return file.rows.map((row, at) => this.entry(row, file.plans, town, number * 1e6 + at));
    }

    entry([kind, label, english, printed, place, rest, more, facets, passages], plans, town, order) {
      const [plan, planLabel] = place < 0 ? ["", ""] : plans[place];
      const values = new Map([["kind", [this.meta.kinds[kind][0]]], ["municipality", town.code ? [town.code] : []], ["plan", plan ? [plan] : []]]);
      this.meta.facets.forEach(([name], at) => values.set(name, facets[at] ?? []));
      return {
        label, english, passages, order, values,
        number: printed,
        path: rest.startsWith("/") ? plan + rest : rest,
        plan: planLabel,
        kind: this.meta.kinds[kind],
        municipality: town.name,
        names: [label, english, printed, ...more].map((one) => this.fold(one)).filter(Boolean),
      };
    }

    /* How well an entry is what is asked for: 0 is the very name; -1 is not at all. */
    rank(entry, words) {
      if (!words.length) {
        return 2;
      }
      const within = (text, forms) => forms.some((form) => ([...form].length === 1 ? text.startsWith(form) : text.includes(form)));
      if (words.every((forms) => entry.names.some((name) => within(name, forms)))) {
        const whole = words.map((forms) => forms[0]).join("");
        const is = (fits) => entry.names.some((name) => name === whole || words[0].some((form) => words.length === 1 && fits(name, form)));
        return is((name, form) => name === form) ? 0 : entry.names.some((name) => words[0].some((form) => name.startsWith(form))) ? 1 : 2;
      }
      const texts = [...entry.names, ...entry.passages.map((one) => this.fold(one))];
      return words.every((forms) => texts.some((text) => within(text, forms))) ? 3 : -1;
    }

    fits(entry, chosen) {
      return [...chosen].every(([name, values]) => !values.length || values.some((one) => entry.values.get(name)?.includes(one)));
    }

    /* What is found in the next parts, best first, and the place after them: as many as the bytes of a query allow. */
    async look(found, from = 0) {
      const entries = [];
      const until = (from ? this.spent : found.began) + this.meta.query;
      let at = from;
      let largest = 0;
      while (at < found.parts.length && (at === from || this.spent + largest <= until)) {
        const before = this.spent;
        for (const entry of await this.part(found.parts[at])) {
          const rank = this.rank(entry, found.words);
          if (rank >= 0 && this.fits(entry, found.chosen)) {
            entries.push({ ...entry, rank });
          }
        }
        largest = Math.max(largest, this.spent - before);
        at += 1;
      }
      entries.sort((one, other) => one.rank - other.rank || one.order - other.order);
      return { entries, next: at };
    }

    /* The passage that answers, where no name does: around the first word that stands in it. */
    passage(entry, words) {
      const forms = words.flat().filter((form) => [...form].length > 1);
      for (const text of entry.passages) {
        for (const sentence of text.split(/(?<=。)/u)) {
          const folded = this.fold(sentence);
          const form = forms.find((one) => folded.includes(one));
          if (form) {
            const chars = [...sentence];
            const place = Math.floor((folded.indexOf(form) / folded.length) * chars.length);
            const first = chars.length > 140 ? Math.max(0, Math.min(place - 50, chars.length - 140)) : 0;
            const cut = chars.slice(first, first + 140).join("").trim();
            return (first ? "…" : "") + cut + (first + 140 < chars.length ? "…" : "");
          }
        }
      }
      return "";
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
      for (const word of words.flat()) {
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

  return { Index, LONGEST, bucket, fold, kana, short, unpacked };
})();
