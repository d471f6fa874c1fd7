// The review desk: the print on the left, what was read of it on the right, one selection for both.

import { about, current, get as fetched, Refused } from "./desk-api.js";
import { Decisions } from "./desk-decide.js";
import { List } from "./desk-list.js";
import { byKey, made, Paper } from "./desk-paper.js";
import { effect, PlanText } from "./desk-plan.js";
import { Pointing } from "./desk-point.js";
import { language, say } from "./desk-words.js";
import "./desk.css";

/** @param {string} id @returns {any} */
const get = (id) => document.getElementById(id);
const SEVERAL = Number(document.body.dataset.documents) > 1;
const TABS = ["queue", "lines", "tree", "tables", "plan", ...(SEVERAL ? ["documents"] : [])];

class Desk {
  constructor() {
    this.state = null;
    this.leaf = null;
    this.working = 0;
    this.tab = "lines";
    /** @type {Record<string, any>} the row that each view stands at */
    this.stands = {};
    this.list = null;
    this.paper = new Paper(get("sheet"), (line, column) => this.pointed(line, column));
    this.leaves = new List(get("leaf-list"), {
      label: get("leaves").getAttribute("aria-label"),
      role: "listbox",
      height: 46,
      slice: async (from, to) => ({ whole: this.state.leaves.length, items: this.state.leaves.slice(from, to) }),
      draw: (item, row) => this.#leafRow(item, row),
      chosen: (_item, at) => this.show(at + 1),
    });
    for (const [name, step] of [["out", -1], ["in", 1]]) {
      const button = made("button", { type: "button", title: say(`zoom_${name}`) }, step < 0 ? "−" : "+");
      button.setAttribute("aria-label", say(`zoom_${name}`));
      button.addEventListener("click", () => this.paper.magnify(step));
      get("zoom").append(button);
    }
    this.plan = new PlanText(this);
    this.decisions = new Decisions(this);
    this.pointing = new Pointing(this);
    this.fact = null; // what decisions are about
    /** @type {any[]} those that one line gave, where it gave several */
    this.facts = [];
    this.seeking = false; // on the way to what a search found
    this.turn = 0; // what was chosen, counted: what the server says of something else by then is not shown
    for (const [name, act] of this.#acts()) {
      const button = made("button", { type: "button", id: `act-${act.key}`, className: name === "accept" ? "main" : "" }, `${say(name)} `, made("kbd", {}, act.key));
      button.addEventListener("click", act.run);
      get("acts").append(button);
    }
    get("undo").addEventListener("click", () => this.decisions.undo());
    for (const [place, name] of TABS.entries()) {
      const tab = made("button", { type: "button", id: `tab-${name}` }, `${say(name)} `, made("kbd", {}, String(place + 1)));
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", "panel");
      tab.addEventListener("click", () => this.view(name));
      get("tabs").append(tab);
    }
    get("tabs").addEventListener("keydown", (event) => this.#tabKey(event));
    this.after = null; // what follows when the dialog that is open is left
    get("dialog").addEventListener("close", () => this.#left());
    get("keys").addEventListener("click", () => this.help());
    get("search").addEventListener("submit", (event) => this.#search(event));
    document.addEventListener("keydown", (event) => this.#key(event));
    this.#legend();
  }

  async start() {
    await this.renew();
    await this.leaves.load();
    await this.show(1);
    await this.begin();
    this.#look();
  }

  /** Whether who logged in may see all and change nothing. */
  get mayOnlyRead() {
    return this.state.me?.may === "read";
  }

  /** Ask anew what is there: after a change, here or elsewhere. */
  async renew() {
    this.state = await fetched("state");
    const { title, document: name, me } = this.state;
    get("title").textContent = title || name;
    document.title = `${name} · ${say("review")}`;
    if (me) this.decisions.by = me;
    get("undo").hidden = this.mayOnlyRead;
    this.stood(this.state);
    this.trouble(this.state.error?.says[language] ?? "");
    this.leaves.items.clear();
    this.leaves.asked.clear();
  }

  /** Begin with what pays most; where nothing can be read yet, with what has to be said or mended for it. */
  async begin() {
    const { error, open } = this.state;
    await this.view(error ? (error.whose ? "lines" : "plan") : open ? "queue" : "lines");
    (this.list ?? get("panel").querySelector("textarea") ?? get("panel")).focus();
    if (!error) return;
    if (!error.whose) this.plan.to(error.line);
    else if (!this.mayOnlyRead) await this.pointing.ask("municipality");
  }

  /** Go to another document. @param {number} number */
  async go(number) {
    if (number === current()) return;
    about(number);
    this.leaf = null;
    this.stands = { queue: this.stands.queue, documents: this.stands.documents };
    await this.renew();
    await this.leaves.load();
    await this.show(1);
  }

  /** Say how the document stands. @param {any} standing */
  stood(standing) {
    Object.assign(this.state, standing);
    const { lines, open, reading, state } = this.state;
    const chip = (name) => made("span", { className: `chip s-${name}` }, say("chip", { label: say(name), count: lines[name] }));
    get("counts").replaceChildren(made("strong", {}, say("left", { open })), ...["unread", "figure", "read"].filter((name) => lines[name]).map(chip));
    // where nothing can be read, what is wrong is said below, once
    get("lacks").textContent = reading ? say("reading") : this.state.error ? "" : this.decisions.lacks(this.state);
    get("badge").textContent = say(state);
    get("badge").className = `badge b-${state}`;
    get("badge").hidden = false;
  }

  /** Something was decided: show it, and go on to the next. @param {any} done @param {any} fact */
  async decided(done, fact) {
    if (this.back) await this.view(this.back);
    this.back = null;
    const isRead = done.version !== this.state.version;
    this.stood(done);
    const at = this.list?.at ?? 0;
    if (this.tab === "queue") {
      await this.list.load(at);
      if (this.list.whole) await this.list.choose(at);
      else await this.view("queue");
    } else if (this.tab === "tree" || this.tab === "tables") {
      await this.list.load(at);
      await this.list.choose(at + (this.tab === "tree" ? 1 : 0));
    } else if (isRead && fact) await this.again();
    (this.list ?? get("panel")).focus();
  }

  /** The text of the line after one, on this leaf or "". @param {number} number */
  lineAfter(number) {
    return this.leaf.lines.find((line) => line.number === number + 1)?.text ?? "";
  }

  #acts() {
    const about = (run) => async () => {
      const fact = await this.#which();
      if (fact !== false) run(fact);
    };
    return [
      ["accept", { key: "a", run: about((fact) => this.decisions.decide("accept", fact)) }],
      ["correct", { key: "c", run: about((fact) => this.decisions.correct(fact)) }],
      ["fromBox", { key: "b", run: () => (this.picking ? this.pick() : about((fact) => this.pick(fact))()) }],
      ["unreadable", { key: "u", run: about((fact) => this.decisions.decide("unreadable", fact)) }],
      ["reject", { key: "x", run: about((fact) => this.decisions.decide("reject", fact)) }],
      ["group", { key: "A", run: about((fact) => this.decisions.together(fact)) }],
      ["structureTitle", { key: "s", run: () => this.#tell() }],
      ["acceptPlan", { key: "P", run: () => this.decisions.acceptPlan() }],
    ];
  }

  /** The fact that a decision is about. Where a line gave several, a person says which; false where they leave it. */
  #which() {
    if (this.facts.length < 2) return this.fact;
    return new Promise((done) => {
      let chosen = /** @type {any} */ (false);
      const choices = made("div", { className: "choices" });
      for (const [at, row] of this.facts.entries()) {
        const choice = made("button", { type: "button" }, made("kbd", {}, at < 9 ? String(at + 1) : "·"), " ", ...this.factParts(row));
        if (at < 9) choice.dataset.key = String(at + 1);
        choice.addEventListener("click", () => {
          chosen = row;
          get("dialog").close();
        });
        choices.append(choice);
      }
      byKey(choices);
      this.ask(say("whichFact"), choices);
      this.after = () => done(chosen);
      choices.querySelector("button").focus();
    });
  }

  /** Look for the box that prints the right value: the lines of the page, where the next key takes the chosen one. */
  async pick(fact = this.fact) {
    if (this.picking && this.tab === "lines") {
      const { fact, from } = this.picking;
      const { item, column } = this.list;
      const cell = item.cells?.[column];
      this.picking = null;
      this.back = from;
      return this.decisions.correct(fact, { text: (cell ?? item).text, line: item.number, column: cell?.column ?? null });
    }
    if (!fact) return this.say(say("noFact"));
    this.picking = { fact, from: this.tab };
    await this.view("lines");
    this.list.focus();
    return this.say(say("pickBox"));
  }

  /** Tell what the chosen lines are; where a fact is chosen, the lines that it was read from. */
  #tell() {
    if (this.tab === "lines") return this.pointing.open(this.list.chosen, this.list.item?.cells?.[this.list.column]);
    const numbers = this.fact?.lines ?? [];
    const lines = this.leaf.lines.filter((line) => numbers.includes(line.number));
    return lines.length ? this.pointing.open(lines, null) : this.say(say("noFact"));
  }

  /** Read everything that is shown again, and stay where one is. */
  async again() {
    await this.renew();
    await this.leaves.load(this.leaf ? this.leaf.number - 1 : 0);
    if (this.leaf) await this.show(Math.min(this.leaf.number, this.state.leaves.length));
    const wasChosen = this.fact !== null;
    await this.view(this.tab);
    if (wasChosen) await this.list?.choose(this.list.at);
  }

  /** Ask whether something else is there by now, more often while the document is being read again. */
  async #look() {
    await new Promise((done) => setTimeout(done, this.state.reading ? 1000 : 5000));
    if (!this.working && !get("dialog").open) await this.#follow();
    this.#look();
  }

  async #follow() {
    try {
      const { version, reading, effect: changed, failed } = await fetched("version");
      if (this.working) return;
      const wasReading = this.state.reading;
      if (version !== this.state.version) {
        await this.again();
        this.say(wasReading && changed ? say("changed", { what: effect(changed) }) : say("elsewhere"));
      } else if (reading !== wasReading) this.stood({ reading });
      else if (this.tab === "documents" && (await this.#isOther())) await this.view("documents");
      if (failed) this.trouble(failed[language]);
    } catch (error) {
      if (error instanceof Refused) this.trouble(error.message, error.status);
    }
  }

  /** Tell whether the list of documents says something else than what is shown: it is drawn anew only then. */
  async #isOther() {
    const { documents } = await fetched("documents");
    return JSON.stringify(documents) !== this.listed;
  }

  /** @param {string} text */
  say(text) {
    get("say").textContent = text;
  }

  /** @param {string} text @param {number} [status] that the server refused something with */
  trouble(text, status) {
    get("trouble").textContent = text;
    if (status === 401 && this.state?.me) get("trouble").append(" ", made("a", { href: `/login?lang=${document.documentElement.lang}` }, say("logIn")));
    get("trouble").hidden = !text;
  }

  /** Do something that asks the server, and say what is wrong where it refuses. @param {() => Promise<any>} what */
  async attempt(what) {
    this.working += 1; // what changes meanwhile is our own doing
    try {
      return await what();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.trouble(error.message, error.status);
      return null;
    } finally {
      this.working -= 1;
    }
  }

  // -- the print

  /** @param {number} number */
  leafName(number) {
    const [kind, name, first, last] = this.state.leaves[number - 1];
    return say(kind, { number, name, first, last });
  }

  /** @param {number} number */
  async show(number) {
    const isNew = this.leaf?.number !== number || this.leaf?.version !== this.state.version;
    if (!isNew) return;
    const leaf = await this.attempt(() => fetched(`leaf/${number}`));
    if (!leaf) return;
    this.leaf = leaf;
    get("paper-name").textContent = this.leafName(number);
    this.paper.show(leaf, this.leafName(number));
    if (this.leaves.at !== number - 1) this.leaves.choose(number - 1, { quiet: true });
    if (this.tab === "lines") await this.view("lines");
  }

  #leafRow([kind, name, first, last, unread, figure], row) {
    const number = Number(row.dataset.at) + 1;
    row.append(made("span", {}, say(kind, { number, name, first, last })));
    const open = made("span", { className: unread ? "count s-unread" : figure ? "count s-figure" : "count" });
    const counts = [unread && say("openUnread", { unread }), figure && say("openFigure", { figure })].filter(Boolean);
    open.textContent = counts.join(language ? ", " : "、") || say("clear");
    row.append(open);
  }

  /** Somebody pointed at a line or a cell of the print. @param {number} line @param {number | null} column */
  async pointed(line, column) {
    const found = this.leaf.lines.find((one) => one.number === line);
    const cell = found?.cells?.find((one) => one.column === column);
    const [row] = (cell ?? found)?.rows ?? [];
    if (this.tab === "tree" && row !== undefined) await this.list.choose(row);
    else {
      if (this.tab !== "lines") await this.view("lines");
      this.list.column = Math.max(0, found.cells?.findIndex((one) => one.column === column) ?? 0);
      await this.list.choose(this.leaf.lines.indexOf(found));
    }
    this.list.focus();
  }

  // -- the views

  /** @param {string} name */
  async view(name) {
    if (this.list) this.stands[this.tab] = this.list.at;
    const hadFocus = get("panel").contains(document.activeElement);
    this.tab = name;
    for (const tab of get("tabs").children) {
      const isThis = tab.id === `tab-${name}`;
      tab.setAttribute("aria-selected", String(isThis));
      tab.tabIndex = isThis ? 0 : -1;
    }
    get("panel").setAttribute("aria-labelledby", `tab-${name}`);
    this.list = null;
    this.fact = null;
    this.facts = [];
    this.turn += 1;
    get("detail").replaceChildren();
    get("acts").hidden = name === "plan" || name === "documents" || this.mayOnlyRead;
    if (name === "plan") await this.plan.show(get("panel"));
    else if (name === "queue") await this.#queue();
    else if (name === "lines") await this.#lines();
    else if (name === "tree") await this.#tree();
    else if (name === "documents") await this.#documents();
    else await this.#tables();
    if (hadFocus) (this.list ?? get("panel")).focus();
  }

  async #queue() {
    this.list = new List(get("panel"), {
      label: say("queue"),
      role: "listbox",
      height: 44,
      slice: async (from, to) => {
        const { whole, items } = await fetched(SEVERAL ? "work" : "queue", { from, to });
        return { whole, items };
      },
      draw: (item, row) => row.append(made("span", { className: `kind k-${item.kind}` }, say(item.kind)), ...this.#itemParts(item)),
      chosen: (item) => this.#item(item),
    });
    await this.list.load(this.stands.queue ?? 0);
    if (this.list.whole) await this.list.choose(this.list.at);
    else {
      this.list = null;
      get("panel").replaceChildren(made("p", { className: "notice" }, say("nothing")));
    }
  }

  /** What an item of the queue is about: a fact with its value, or a sentence. @param {any} item */
  #itemParts(item) {
    if (["unread", "unread_figure"].includes(item.kind)) return [made("span", { className: "value", lang: "ja" }, item.value)];
    if (!item.name || ["contradiction", "disagreement", "report", "again"].includes(item.kind)) {
      return [made("span", { className: "value" }, item.says[language])];
    }
    const parts = [made("span", { className: "soft" }, `${item.label[language]} ${item.year ?? ""}`)];
    parts.push(made("span", { className: "value", lang: "ja" }, item.value || item.printed || "—"));
    if (item.of) parts.push(made("span", { className: "of soft", lang: "ja" }, item.of));
    return parts;
  }

  async #item(item) {
    const turn = (this.turn += 1);
    this.fact = null; // nothing is decided before its document is there
    if (item.document) await this.go(item.document);
    if (turn !== this.turn) return;
    this.fact = item;
    if (item.leaf) await this.show(item.leaf);
    if (turn !== this.turn) return;
    this.#markLines(item.lines, item.row);
    get("detail").replaceChildren(made("p", {}, made("span", { className: "kind" }, say(item.kind)), " ", item.kind.startsWith("unread") ? "" : item.says[language]));
    for (const line of this.leaf?.lines.filter((one) => item.lines.includes(one.number)).slice(0, 5) ?? []) {
      get("detail").append(made("p", { className: "soft", lang: "ja" }, `${say("line", line)}: ${line.printed ?? line.text}`));
    }
  }

  /** The documents that lie on the desk, with what is open on each; the chosen one is gone to with Enter. */
  async #documents() {
    const { documents } = await fetched("documents");
    if (this.tab !== "documents") return; // another view was asked for meanwhile
    this.listed = JSON.stringify(documents);
    this.list = new List(get("panel"), {
      label: say("documents"),
      role: "listbox",
      height: 44,
      slice: async (from, to) => ({ whole: documents.length, items: documents.slice(from, to) }),
      draw: (one, row) => {
        const names = [made("span", { className: "value", lang: "ja" }, one.title || one.name)];
        if (one.title) names.push(made("span", { className: "soft", lang: "ja" }, one.name));
        row.append(made("span", { className: "titled" }, ...names));
        const said = one.error ? one.error[language] : one.state ? `${say(one.state)} · ${say("left", one)}` : say("loading");
        row.append(made("span", { className: `count ${one.error || one.unread ? "s-unread" : ""}` }, said));
      },
      chosen: (one) => get("detail").replaceChildren(made("p", {}, one.error ? one.error[language] : say("openIt", { name: one.name }))),
    });
    this.list.root.addEventListener("keydown", (event) => event.key === "Enter" && this.#open(this.list.item));
    this.list.root.addEventListener("dblclick", () => this.#open(this.list.item));
    const at = this.stands.documents ?? current() - 1; // what is open on each is asked anew while one chooses
    const { list } = this;
    await list.load(at);
    if (this.list === list) await list.choose(at);
  }

  async #open(one) {
    if (!one || one.error) return;
    await this.attempt(() => this.go(one.number));
    this.stands.queue = 0;
    if (this.state.error) await this.begin();
    else await this.view("lines");
    this.list?.focus();
  }

  async #lines() {
    this.list = new List(get("panel"), {
      label: this.leafName(this.leaf.number),
      role: "grid",
      height: 34,
      slice: async (from, to) => ({ whole: this.leaf.lines.length, items: this.leaf.lines.slice(from, to) }),
      draw: (line, row) => this.#lineRow(line, row),
      chosen: (line, _at, column) => this.#line(line, line.cells?.[column]),
    });
    const before = this.stands.linesOf === this.leaf.number ? this.stands.lines : 0;
    this.stands.linesOf = this.leaf.number;
    await this.list.load(before ?? 0);
  }

  #lineRow(line, row) {
    row.classList.add(`s-${line.state}`);
    const head = made("span", { className: "head", title: say(line.state) }, String(line.number));
    head.setAttribute("role", "rowheader");
    head.append(made("span", { className: "hidden" }, ` ${say(line.state)}`));
    row.append(head);
    for (const cell of line.cells ?? [line]) {
      const one = made("span", { className: `cell s-${cell.state}`, lang: "ja" }, cell.text || "\u00a0");
      one.setAttribute("role", "gridcell");
      if (cell.state !== "read") one.append(made("span", { className: "hidden", lang: language ? "en" : "ja" }, ` ${say(cell.state)}`));
      row.append(one);
    }
  }

  async #line(line, cell) {
    this.paper.mark((one, part) => one.number === line.number && (!cell || !part || part.column === cell.column));
    const { rows } = cell ?? line;
    this.facts = [];
    this.fact = rows.length ? null : { key: `line:${line.hash}`, lines: [line.number], value: line.text };
    get("detail").replaceChildren(
      made("p", { className: `state s-${(cell ?? line).state}` }, `${say("line", line)} · ${say((cell ?? line).state)}`),
      made("p", { lang: "ja" }, (cell ?? line).text),
    );
    const turn = (this.turn += 1);
    if (!rows.length) return;
    const facts = (await fetched("rows", { only: rows.slice(0, 20).join(" ") })).rows;
    if (turn !== this.turn) return;
    this.fact = facts[0] ?? null;
    this.facts = facts;
    get("detail").append(made("ul", { className: "facts-here" }, ...facts.map((row) => made("li", {}, ...this.factParts(row)))));
  }

  /** @param {any} row */
  factParts(row) {
    const parts = [made("span", { className: "kind" }, this.state.names[row.name]?.[language] ?? row.name), " "];
    if (row.year) parts.push(made("span", { className: "year" }, `${row.year} `));
    const isGone = row.decided === "reject" || row.decided === "unreadable";
    parts.push(made(isGone ? "s" : "span", { className: "value", lang: "ja" }, row.after ?? (row.value || "—")));
    if (row.decided) parts.push(" ", made("span", { className: "mark decided" }, say(`decided_${row.decided}`)));
    if (row.confidence !== "Certain") parts.push(" ", made("span", { className: `mark ${row.confidence}` }, say(row.confidence)));
    return parts;
  }

  async #tree() {
    this.list = new List(get("panel"), {
      label: say("tree"),
      role: "tree",
      height: 34,
      slice: async (from, to) => {
        const { whole, rows } = await fetched("rows", { from, to });
        return { whole, items: rows };
      },
      draw: (row, element) => {
        element.style.paddingLeft = `${0.5 + Math.min(row.depth, 12) * 0.9}rem`;
        element.setAttribute("aria-level", String(row.depth + 1));
        element.append(...this.factParts(row));
      },
      chosen: (row) => this.read(row),
    });
    const here = Math.min(...(this.leaf?.lines.flatMap((line) => line.rows) ?? []));
    const { list } = this;
    await list.load(this.stands.tree ?? (Number.isFinite(here) ? here : 0)); // what is in view is what was read of it
    if (this.list !== list) return; // another view was asked for meanwhile
    if (!list.whole) get("panel").replaceChildren(made("p", { className: "notice" }, say("nothing")));
    else if (list.item && !this.seeking) await this.read(list.item);
  }

  /** Mark lines, and where one of their cells gave the row, those cells alone. @param {number[]} numbers @param {number | null} row */
  #markLines(numbers, row) {
    const lines = new Set(numbers);
    this.paper.mark((line, cell) => {
      if (!lines.has(line.number)) return false;
      const gave = line.cells?.some((one) => one.rows.includes(row));
      return !cell || !gave || cell.rows.includes(row);
    });
  }

  /** Mark where some rows were read. @param {number[]} numbers */
  markRows(numbers) {
    const rows = new Set(numbers);
    this.paper.mark((line, cell) => (cell ?? line).rows.some((number) => rows.has(number)));
  }

  /** Show where a fact was read. @param {any} row */
  async read(row) {
    this.fact = row;
    const turn = (this.turn += 1);
    if (row.leaf) await this.show(row.leaf);
    if (turn !== this.turn) return;
    this.#markLines(row.lines, row.number);
    get("detail").replaceChildren(made("p", {}, ...this.factParts(row)));
    if (row.printed) get("detail").append(made("p", { className: "soft", lang: "ja" }, say("printed", { text: row.printed })));
  }

  async #tables() {
    const { tables } = await fetched("tables");
    if (this.tab !== "tables") return;
    const panel = get("panel");
    if (!tables.length) {
      panel.replaceChildren(made("p", { className: "notice" }, say("nothing")));
      return;
    }
    const which = Math.min(this.stands.table ?? 0, tables.length - 1);
    const choice = made("select", { className: "which" }, ...tables.map((one, at) => made("option", { value: String(at), selected: at === which }, one.label[language])));
    choice.setAttribute("aria-label", say("tables"));
    choice.addEventListener("change", () => {
      this.stands.table = Number(choice.value);
      this.stands.tables = 0;
      this.view("tables");
    });
    const { columns } = tables[which];
    const place = made("div", { className: "under" });
    this.list = new List(place, {
      label: tables[which].label[language],
      role: "grid",
      height: 34,
      slice: async (from, to) => {
        const { whole, rows } = await fetched(`table/${tables[which].name}`, { from, to });
        return { whole, items: rows };
      },
      draw: (row, element) => {
        row.forEach((fact, at) => {
          const cell = made("span", { className: at ? "cell" : "cell first", lang: "ja", title: columns[at][language] }, fact ? fact.value || "—" : "\u00a0");
          cell.setAttribute("role", "gridcell");
          if (fact && fact.confidence !== "Certain") cell.classList.add(fact.confidence);
          element.append(cell);
        });
      },
      chosen: (row, _at, column) => row[column] && this.read(row[column]),
    });
    const head = made("div", { className: "columns" }, ...columns.map((one, at) => made("span", { className: at ? "cell" : "cell first" }, one[language])));
    head.setAttribute("aria-hidden", "true"); // each cell names its column too
    panel.replaceChildren(choice, head, place);
    const { list } = this;
    await list.load(this.stands.tables ?? 0);
    const fact = this.list === list && list.item?.[list.column];
    if (fact) await this.read(fact);
  }

  // -- keys

  #tabKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = TABS[(TABS.indexOf(this.tab) + step + TABS.length) % TABS.length];
    this.view(next).then(() => get(`tab-${next}`).focus());
    event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.altKey || event.metaKey || get("dialog").open) return;
    if (event.key === "Escape") this.picking = null;
    if (event.key === "Escape" && target.closest("input, textarea")) (this.list ?? get(`tab-${this.tab}`)).focus();
    if (target.closest("input, textarea, select") || !(target === document.body || target.closest("main"))) return;
    const tab = TABS[Number(event.key) - 1];
    const act = this.tab !== "plan" && this.#acts().find(([, { key }]) => key === event.key)?.[1];
    const isDoing = act || event.key === "z";
    if (tab) this.view(tab).then(() => (this.list ?? get("panel").querySelector("textarea") ?? get("panel")).focus());
    else if (event.key === "[" || event.key === "]") this.show(this.#beside(event.key === "]" ? 1 : -1));
    else if (event.key === "+" || event.key === "-") this.paper.magnify(event.key === "+" ? 1 : -1);
    else if (event.key === "/") get("wanted").focus();
    else if (event.key === "?") this.help();
    else if (event.key === "n") this.next();
    else if (event.key === "r") this.decisions.rates();
    else if (isDoing && this.mayOnlyRead) this.say(say("readOnly"));
    else if (event.key === "z") this.decisions.undo();
    else if (act) act.run();
    else return;
    event.preventDefault();
  }

  #beside(step) {
    return Math.max(1, Math.min(this.state.leaves.length, this.leaf.number + step));
  }

  /** Go to the next line that is not read, or whose figure no record tells. */
  async next() {
    const isOpen = (line) => line.state === "unread" || line.state === "figure";
    const whole = this.state.leaves.length;
    const from = this.tab === "lines" && this.list ? this.list.at + 1 : 0;
    for (let step = 0; step <= whole; step += 1) {
      const number = ((this.leaf.number - 1 + (step ? 1 : 0)) % whole) + 1;
      if (step) {
        const [, , , , unread, figure] = this.state.leaves[number - 1];
        if (!unread && !figure) {
          this.leaf = { ...this.leaf, number }; // looked at without being asked for
          continue;
        }
        this.leaf = { ...this.leaf, number: 0 };
        await this.show(number);
      }
      const at = this.leaf.lines.findIndex((line, place) => isOpen(line) && (step > 0 || place >= from));
      if (at < 0) continue;
      if (this.tab !== "lines") await this.view("lines");
      const cell = this.leaf.lines[at].cells?.findIndex((one) => one.state === "unread" || one.state === "figure") ?? 0;
      this.list.column = Math.max(cell, 0);
      await this.list.choose(at);
      this.list.focus();
      return;
    }
    this.say(say("noneLeft"));
  }

  async #search(event) {
    event.preventDefault();
    const wanted = get("wanted").value.trim();
    if (!wanted) return;
    const found = await this.attempt(() => fetched("search", { q: wanted, row: String((this.tab === "tree" && this.list?.at) || 0) }));
    if (!found) return;
    this.say(say("found", { count: found.count }));
    if (found.row !== null) {
      this.seeking = true; // nothing else is shown on the way there
      await this.view("tree");
      this.seeking = false;
      await this.list.choose(found.row);
      this.list.focus();
    } else if (found.line !== null) {
      await this.show(found.leaf);
      await this.view("lines");
      await this.list.choose(this.leaf.lines.findIndex((line) => line.number === found.line));
      this.list.focus();
    }
  }

  /** What is asked in a dialog. @param {string} title @param {...(Node | string)} inside */
  ask(title, ...inside) {
    const dialog = get("dialog");
    const close = made("button", { type: "button" }, say("close"));
    close.addEventListener("click", () => dialog.close());
    const ends = made("p", { className: "ends" }, close);
    dialog.replaceChildren(made("h2", { id: "dialog-title" }, title), ...inside, ends);
    const main = dialog.querySelector(":scope > button.main");
    if (main) ends.prepend(main);
    this.after = null;
    dialog.showModal();
    return dialog;
  }

  /** A dialog was left; it tells so a while later, when another may be open. */
  #left() {
    const dialog = get("dialog");
    if (dialog.open) return;
    dialog.replaceChildren(); // nothing is asked any more
    (this.list ?? get("panel").querySelector("textarea") ?? get("panel")).focus();
    this.after?.();
  }

  help() {
    const rows = [["↑ ↓ j k", "kMove"], ["⇧ ↑ ↓", "kExtend"], [`1–${TABS.length}`, "kTabs"], ...(SEVERAL ? [["Enter", "kOpen"]] : []), ["[ ]", "kPage"], ["+ -", "kZoom"], ["n", "kNext"], ["a", "accept"], ["c", "correct"], ["b", "fromBox"], ["u", "unreadable"], ["x", "reject"], ["A", "group"], ["s", "kStructure"], ["P", "acceptPlan"], ["r", "kRates"], ["z", "kUndo"], ["/", "kSearch"], ["Ctrl+Enter", "kTry"], ["Esc", "kLeave"], ["?", "kHelp"]];
    const keys = (told) => made("dl", { className: "keys" }, ...told.flatMap(([key, text]) => [made("dt", {}, made("kbd", {}, key)), made("dd", {}, text)]));
    const gestures = this.pointing.gestures.map(([key, , label]) => [`s ${key}`, label]);
    const dialog = this.ask(say("keysTitle"), made("p", {}, say("keysNote")), keys(rows.map(([key, text]) => [key, say(text)])), made("h3", {}, say("structureTitle")), keys(gestures));
    dialog.scrollTop = 0; // the button that has the focus stands at its end
  }

  #legend() {
    for (const state of ["unread", "figure", "read", "structure", "furniture", "outside"]) {
      get("legend").append(made("span", { className: `swatch-of s-${state}` }, say(state)));
    }
  }
}

const desk = new Desk();
desk.start().catch((error) => {
  if (!(error instanceof Refused)) throw error;
  desk.trouble(error.message);
});
