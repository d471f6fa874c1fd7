// The SPARQL page: a library of questions with their parameters as fields, an editor, an engine, results.

import { Addresses } from "./addresses.js";
import { BrowserEngine, QueryFailure, ServerEngine, Stopped } from "./engines.js";
import { later } from "./later.js";
import { Results, element } from "./results.js";
import "./sparql.css";
import { bind, write } from "./terms.js";
import { language, say } from "./texts.js";

const at = language === "en" ? 1 : 0;

/** @param {string} id @returns {any} */
const get = (id) => document.getElementById(id);

/** The box before it is used: a plain one, which the editor takes the place of. */
class Plain {
  /** @param {() => void} run */
  constructor(run) {
    this.box = element("textarea", { spellcheck: false });
    this.box.setAttribute("aria-label", say("editor"));
    this.box.setAttribute("aria-describedby", "keys");
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      run();
    });
  }

  getValue() {
    return this.box.value;
  }

  /** @param {string} text */
  setValue(text) {
    this.box.value = text;
  }
}

class Page {
  /** @param {any} library what data/queries.json holds */
  constructor(library) {
    const { root, base, style, suffix, endpoint, files } = get("sparql").dataset;
    this.library = library;
    this.questions = new Map(library.questions.map((one) => [one.name, one]));
    this.addresses = new Addresses({ base, style, root, suffix });
    const report = (text) => this.say(text);
    this.engine = endpoint
      ? new ServerEngine(endpoint)
      : new BrowserEngine({ worker: `${root}assets/sparql-worker.js`, files: absolute(files) }, report);
    this.results = new Results(get("results"), this.addresses, library, (iris) => this.labels(iris));
    /** Names of classes and properties, whether or not the data brings the ontology. */
    this.terms = new Map(library.names.map(({ iri, label }) => [iri, label[at]]));
    /** @type {any} a plain box, then the editor */
    const plain = new Plain(() => this.run());
    this.editor = plain;
    get("editor").append(plain.box);
    plain.box.addEventListener("focus", () => this.whole(), { once: true });
    /** @type {AbortController | null} */
    this.going = null;
    this.#questions();
    get("library").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.fill()) this.run();
    });
    get("question").addEventListener("change", () => this.choose(get("question").value));
    get("run").addEventListener("click", () => this.run());
    get("stop").addEventListener("click", () => this.going?.abort());
    window.addEventListener("popstate", () => this.open());
    get("sparql").hidden = false;
    this.open();
  }

  /** Put the editor into the place of the plain box, with its text, and its cursor where that is at hand. */
  async whole() {
    if (!(this.editor instanceof Plain)) return;
    const make = await later(get("sparql").dataset.root, "sparql-editor", { styled: true });
    if (!(this.editor instanceof Plain)) return; // somebody else waited too
    const { box } = this.editor;
    const within = document.activeElement === box;
    const before = box.value.slice(0, box.selectionStart).split("\n");
    box.hidden = true;
    this.editor = make(get("editor"), this.library, () => this.run(), box.value);
    box.remove();
    if (!within) return;
    this.editor.focus();
    this.editor.setCursor({ line: before.length - 1, ch: before[before.length - 1].length });
  }

  /** What the address asks for: ?query=NAME&parameter=value, or #q=TEXT. */
  open() {
    const asked = new URLSearchParams(location.search);
    const own = new URLSearchParams(location.hash.slice(1)).get("q");
    const name = asked.get("query") ?? "";
    this.#keepLanguageLink();
    if (own !== null) {
      this.choose("");
      this.editor.setValue(own);
    } else if (this.questions.has(name)) {
      get("question").value = name;
      this.choose(name, asked);
      if (this.fill()) this.run({ keep: true });
    } else {
      this.choose("");
      this.editor.setValue(this.library.first);
      if (name) this.fail(say("unknownQuery", { name }));
    }
  }

  #questions() {
    const groups = new Map();
    for (const question of this.library.questions) {
      const name = question.group[at];
      if (!groups.has(name)) groups.set(name, element("optgroup", { label: name }));
      groups.get(name).append(element("option", { value: question.name, textContent: question.title[at] }));
    }
    get("question").append(element("option", { value: "", textContent: say("choose") }), ...groups.values());
  }

  /** @param {string} name @param {URLSearchParams} [values] */
  choose(name, values = new URLSearchParams()) {
    const question = this.questions.get(name);
    get("question").value = name;
    get("about").textContent = question?.about[at] ?? "";
    get("ask").hidden = !question;
    get("parameters").replaceChildren(...(question?.parameters ?? []).map((one) => this.#field(one, values)));
    if (question) this.editor.setValue(bind(question, new Map()).trim());
  }

  /** @param {any} parameter @param {URLSearchParams} values */
  #field({ name, about, type, optional, example, choices }, values) {
    const label = element("label");
    const known = this.library.choices[choices] ?? [];
    const value = values.get(name) ?? (optional ? "" : example);
    const chosen = known.length && (!value || known.some(([iri]) => iri === value));
    const field = chosen ? element("select") : element("input", { type: "text" });
    if (chosen) {
      const options = known.map(([iri, text]) => element("option", { value: iri, textContent: text }));
      field.append(...(optional ? [element("option", { value: "", textContent: say("all") })] : []), ...options);
    } else {
      field.placeholder = optional ? say("all") : example;
    }
    Object.assign(field, { name, value, required: !optional });
    field.dataset.type = type;
    const mark = element("small", { textContent: say(optional ? "optional" : "required") });
    label.append(element("span", { textContent: `${about[at]} ` }), field);
    label.firstElementChild?.append(mark);
    return label;
  }

  /** Put the question with its parameters into the editor; false where a value is not right. */
  fill() {
    const question = this.questions.get(get("question").value);
    if (!question) return true;
    const terms = new Map();
    for (const field of get("parameters").querySelectorAll("input, select")) {
      const value = field.value.trim();
      if (!value && !field.required) continue;
      const term = write(field.dataset.type, value, this.library.prefixes);
      if (!term) {
        const about = question.parameters.find((one) => one.name === field.name)?.about[at] ?? field.name;
        this.fail(say("notOfType", { name: about, type: say(field.dataset.type) }));
        field.focus();
        return false;
      }
      terms.set(field.name, term);
    }
    this.editor.setValue(bind(question, terms).trim());
    this.address = new URLSearchParams([["query", question.name], ...[...get("parameters").querySelectorAll("input, select")]
      .filter((field) => field.value).map((field) => [field.name, field.value])]);
    this.filled = this.editor.getValue();
    return true;
  }

  async run({ keep = false } = {}) {
    this.going?.abort();
    const text = this.editor.getValue();
    if (!keep) this.#address(text);
    const going = new AbortController();
    this.going = going;
    get("failure").hidden = true;
    get("failure").textContent = "";
    this.#mark(null);
    this.results.clear();
    get("run").disabled = true;
    get("stop").disabled = false;
    let started = Infinity;
    const longest = Number(get("sparql").dataset.seconds);
    const clock = setInterval(() => {
      const seconds = Math.floor((performance.now() - started) / 1000);
      if (seconds >= longest) going.abort("limit");
      else if (seconds >= 0) this.say(say("running", { seconds }));
    }, 250);
    try {
      const answer = await this.engine.run(text, going.signal, () => (started = performance.now()));
      started = Infinity;
      this.say(await this.results.show(answer.body, answer.seconds, this.questions.get(get("question").value)?.columns));
      get("status").scrollIntoView({ block: "nearest" });
      if (answer.limited) this.fail(answer.limited);
    } catch (error) {
      this.#failed(error, going);
    } finally {
      clearInterval(clock);
      if (this.going === going) {
        get("run").disabled = false;
        get("stop").disabled = true;
      }
    }
  }

  /** @param {any} error @param {AbortController} going */
  #failed(error, going) {
    if (error instanceof Stopped) {
      this.say(going.signal.reason === "limit" ? say("timeLimit", { seconds: get("sparql").dataset.seconds }) : say("stopped"));
    } else if (error instanceof QueryFailure) {
      this.say("");
      this.fail(error.message);
      this.#mark(error.place ?? null);
    } else {
      throw error;
    }
  }

  /** Labels of things, for the table. @param {string[]} iris @returns {Promise<Map<string, string>>} */
  async labels(iris) {
    const own = iris.filter((iri) => !/[<>"{}|\\^`\x00-\x20]/.test(iri));
    if (!own.length) return new Map();
    const text = `SELECT DISTINCT ?thing ?label {
      VALUES ?thing { ${own.map((iri) => `<${iri}>`).join(" ")} }
      VALUES ?property { <http://www.w3.org/2000/01/rdf-schema#label> <http://www.w3.org/2004/02/skos/core#prefLabel> }
      ?thing ?property ?label } ORDER BY DESC(?label)`;
    try {
      const { body } = await this.engine.run(text, new AbortController().signal);
      const found = body.results.bindings;
      const ours = found.filter(({ label }) => label["xml:lang"] === language); // they come last, so they count
      return new Map([...this.terms, ...[...found, ...ours].map(({ thing, label }) => [thing.value, label.value])]);
    } catch (error) {
      if (error instanceof QueryFailure) return this.terms; // the table then shows the IRIs of things
      throw error;
    }
  }

  /** Let the address lead to what is run: back and forward go through the questions. @param {string} text */
  #address(text) {
    const wanted = text === this.filled ? `?${this.address}` : `${location.pathname}#${new URLSearchParams({ q: text })}`;
    if (wanted !== location.search) history.pushState(null, "", wanted);
    this.#keepLanguageLink();
  }

  #keepLanguageLink() {
    const link = document.querySelector("a.switch");
    if (link instanceof HTMLAnchorElement) {
      link.search = location.search;
      link.hash = location.hash;
    }
  }

  /** @param {{line: number, column: number} | null} place */
  async #mark(place) {
    if (this.marked !== undefined) this.editor.removeLineClass(this.marked, "wrap", "failed-line");
    this.marked = undefined;
    if (!place) return;
    await this.whole();
    this.marked = this.editor.addLineClass(place.line - 1, "wrap", "failed-line");
    this.editor.setCursor({ line: place.line - 1, ch: place.column - 1 });
    this.editor.focus();
  }

  /** @param {string} text */
  say(text) {
    if (get("status").textContent !== text) get("status").textContent = text;
  }

  /** @param {string} text */
  fail(text) {
    get("failure").textContent = text;
    get("failure").hidden = false;
  }
}

/** @param {string} files relative addresses, parted by spaces */
const absolute = (files) => files.split(" ").map((file) => new URL(file, location.href).href);

/** @param {string} url @returns {Promise<any>} */
async function read(url) {
  try {
    const response = await fetch(url);
    if (response.ok) return await response.json();
    throw new TypeError(`HTTP ${response.status}`);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    get("unreachable").textContent = say("unreachable", { url, detail: error.message });
    get("unreachable").hidden = false;
    return null;
  }
}

async function start() {
  const library = await read(new URL(get("sparql").dataset.library, location.href).href);
  if (library) new Page(library);
}

start();
