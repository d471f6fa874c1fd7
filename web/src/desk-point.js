// Decisions on structure: what a person points at becomes a line of plan.yml, shown with what it changes before it is kept.

import { get, post } from "./desk-api.js";
import { field } from "./desk-decide.js";
import { byKey, made } from "./desk-paper.js";
import { language, learn, say } from "./desk-words.js";

learn({
  structureTitle: ["構造を教える", "Tell what it is"],
  pointed: ["選んだ行: {text}", "Chosen: {text}"],
  heading: ["見出し", "a heading"],
  furniture_act: ["柱・ノンブルなど(本文でない)", "furniture (no content)"],
  outside_act: ["計画の対象外の範囲", "a stretch that is no part of the plan"],
  field_act: ["項目名", "the label of a field"],
  block_act: ["箇条書き・本文の頭", "the head of a list or text"],
  column_act: ["列の意味", "what a column is"],
  rows_act: ["表の各行に共通すること", "what holds for each row of a table"],
  fValue: ["値", "value"],
  period_act: ["計画期間の行", "the line with the plan's years"],
  sentence_act: ["指標の文(名称・現状・目標)", "a sentence that states an indicator"],
  join_act: ["一つのものが分かれた行をつなぐ", "lines that print one thing: join them"],
  split_act: ["一行に入った二つのものを分ける", "a line that prints two things: split it"],
  continues_act: ["上の表の続き(見出しは上の表)", "this table continues the one before"],
  fAt: ["二つ目の始まり", "the second begins with"],
  legend_act: ["評価の凡例", "the legend of a rating"],
  family_act: ["文書の種類(ファミリー)", "the family of the document"],
  repair_act: ["文字の補正", "a repair of characters"],
  municipality_act: ["どの自治体の計画か", "whose plan it is"],
  fTown: ["自治体の名前・読み・団体コード", "name, reading or code of the municipality"],
  fWhich: ["候補", "which"],
  fCode: ["団体コード(架空の自治体のとき、任意)", "its code (of a town that there is not; optional)"],
  invented: ["実在しない自治体「{name}」(架空の例)", "“{name}”, a town that there is not (an example)"],
  doubt_act: ["疑わしい文字", "characters that are doubtful"],
  next: ["次へ(差分と効果を見る)", "Go on (see what it changes)"],
  fKind: ["要素の種類", "class"],
  fLevel: ["既存の見出しの階層", "level that is there"],
  fText: ["下の文章の意味", "what the text below says"],
  fEnd: ["終わりの行(この行の前まで)", "it ends before the line"],
  fLabel: ["項目名", "label"],
  fSays: ["内容の意味", "what it says"],
  fOf: ["どの階層について", "of which level"],
  fMarks: ["項目の頭の印", "marks of the items"],
  fTable: ["表の種類", "kind of tables"],
  fRows: ["行が表すもの(新しい種類のとき)", "what its rows name (of a new kind)"],
  fHead: ["列の見出し", "head of the column"],
  fRole: ["列の意味", "role of the column"],
  fYear: ["年度(印字がないとき)", "fiscal year, where nothing prints it"],
  fYears: ["期間の部分", "the part that is the period"],
  fRates: ["評価の種類", "what is rated"],
  fFamily: ["ファミリー", "family"],
  fPrint: ["印字", "print"],
  fReading: ["読み", "reading"],
  fBecause: ["理由", "why"],
  fNew: ["(新しく作る)", "(a new one)"],
  fNone: ["(なし)", "(none)"],
  fIndicator: ["指標名", "indicator"],
  fBaseline: ["現状値", "baseline"],
  fBaselineYear: ["現状値の年度", "year of the baseline"],
  fTarget: ["目標値", "target"],
  fTargetYear: ["目標値の年度", "year of the target"],
  kStructure: ["選んだ行の構造を教える(Shift+↑↓ で複数行)", "tell what the chosen lines are (Shift+↑↓ for several)"],
});

/** Roles of columns, and what is rated, that the ontology has no word for. */
const ROLES = {
  target: ["目標値", "target"],
  interim: ["中間目標値", "interim target"],
  baseline: ["基準値・現状値", "baseline"],
  actual: ["実績値", "actual figure"],
  achievement: ["達成率・達成度", "achievement"],
  unit: ["単位", "unit"],
  status: ["新規・継続などの別", "new or continued"],
  category: ["区分", "category"],
  period: ["期間", "period"],
  account: ["予算科目", "account"],
  schedule: ["年度ごとの予定", "schedule"],
  group: ["上位の区分", "group"],
  total: ["事業費・合計額", "total amount"],
  period_total: ["期間の合計額", "amount of all years"],
  specific: ["特定財源", "specific revenue"],
  national: ["国庫支出金", "national subsidy"],
  prefectural: ["都道府県支出金", "prefectural subsidy"],
  subsidies: ["国・県支出金", "subsidies"],
  bonds: ["地方債", "local bonds"],
  other: ["その他の特定財源", "other revenue"],
  general: ["一般財源", "general revenue"],
  personnel: ["人件費", "personnel cost"],
  difference: ["増減", "difference"],
  nothing: ["計画の内容でない", "nothing of the plan"],
};
/** What is rated. */
const RATED = { progress: ["進捗", "progress"], review: ["評価・見直し", "review"], general: ["総合・その他", "general"] };

const TEXT = (required = false) => made("input", { autocomplete: "off", lang: "ja", required });

/** @param {string[]} values @param {Record<string, any>} names @param {string} [empty] */
function select(values, names, empty) {
  const options = values.map((value) => made("option", { value }, names[value] ? `${names[value][language]} (${value})` : value));
  if (empty !== undefined) options.unshift(made("option", { value: "" }, empty));
  return made("select", {}, ...options);
}

export class Pointing {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    this.known = null;
  }

  /** What can be told of lines, each with the key that chooses it. */
  get gestures() {
    return [
      ["h", "heading", say("heading")],
      ["b", "block", say("block_act")],
      ["l", "field", say("field_act")],
      ["c", "column", say("column_act")],
      ["s", "sentence", say("sentence_act")],
      ["e", "rows", say("rows_act")],
      ["n", "continues", say("continues_act")],
      ["j", "join", say("join_act")],
      ["x", "split", say("split_act")],
      ["f", "furniture", say("furniture_act")],
      ["o", "outside", say("outside_act")],
      ["p", "period", say("period_act")],
      ["g", "legend", say("legend_act")],
      ["m", "family", say("family_act")],
      ["r", "repair", say("repair_act")],
      ["d", "doubt", say("doubt_act")],
      ["t", "municipality", say("municipality_act")],
    ];
  }

  /** Ask what the chosen lines are. @param {any[]} lines @param {any} cell */
  async open(lines, cell) {
    this.known = await get("known");
    const choices = made("div", { className: "choices many" });
    for (const [key, name, label] of this.gestures) {
      const choice = made("button", { type: "button" }, made("kbd", {}, key), ` ${label}`);
      choice.addEventListener("click", () => this.form(name, lines, cell));
      choice.dataset.key = key;
      choices.append(choice);
    }
    const dialog = this.desk.ask(say("structureTitle"), made("p", { lang: "ja" }, say("pointed", { text: lines.map((line) => line.text).join(" / ").slice(0, 200) })), choices);
    byKey(choices);
    choices.querySelector("button").focus();
    return dialog;
  }

  /** Ask for one thing at once. @param {string} name */
  async ask(name) {
    this.known = await get("known");
    this.form(name, this.desk.leaf.lines.slice(0, 1), null);
  }

  /** Ask for what a gesture needs, filled in as far as what was pointed at says it. */
  form(name, lines, cell) {
    const { fields, values } = this.#fields(name, lines, cell);
    const form = made("form", { method: "dialog" }, ...fields, made("button", { className: "main" }, say("next")));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "SELECT") return;
      event.preventDefault(); // as in a text field; the space bar opens the choices
      form.requestSubmit();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const wanted = Object.fromEntries(Object.entries(values()).filter(([, value]) => value !== "" && value !== undefined));
      const tried = await this.desk.attempt(() => post("point", { gesture: name, values: wanted, leaf: this.desk.leaf.number }));
      document.getElementById("dialog").close();
      if (tried) this.desk.plan.confirm(tried, this.gestures.find(([, one]) => one === name)[2], () => post("plan", { text: tried.text, before: tried.before, leaf: this.desk.leaf.number, keep: true }));
    });
    this.desk.ask(this.gestures.find(([, one]) => one === name)[2], form);
    (form.querySelector("select, input") ?? form.querySelector("button")).focus();
  }

  #fields(name, lines, cell) {
    const { kinds, facts, roles, families, levels, tables, names } = this.known;
    const texts = lines.map((line) => line.text);
    const [first] = texts;
    const inputs = {};
    const add = (key, label, input, value) => {
      inputs[key] = input;
      if (value !== undefined) input.value = value;
      return field(say(label), input);
    };
    const plain = (...keys) => () => Object.fromEntries(keys.map((key) => [key, inputs[key].value.trim()]));
    const level = () => select(levels, {}, say("fNone"));
    if (name === "heading") {
      const fields = [
        add("kind", "fKind", select(kinds, names)),
        add("name", "fLevel", select(levels, {}, say("fNew"))),
        add("text", "fText", select(facts, names, say("fNone"))),
      ];
      return { fields, values: () => ({ lines: texts, ...plain("kind", "name", "text")() }) };
    }
    if (name === "join") return { fields: [], values: () => ({ lines: texts }) };
    if (name === "continues") return { fields: [], values: () => ({ line: first }) };
    if (name === "split") {
      const fields = [add("at", "fAt", TEXT(true), first.split(/[\s\u3000]+/).at(-1))];
      return { fields, values: () => ({ line: first, ...plain("at")() }) };
    }
    if (name === "furniture") return { fields: [], values: () => ({ lines: texts }) };
    if (name === "outside") {
      const after = this.desk.lineAfter(lines.at(-1).number);
      const fields = [add("end", "fEnd", TEXT(), after), add("because", "fBecause", TEXT())];
      return { fields, values: () => ({ start: first, ...plain("end", "because")() }) };
    }
    if (name === "field") {
      const fields = [add("label", "fLabel", TEXT(), cell?.text ?? first), add("says", "fSays", select([...facts, "skip"], names)), add("of", "fOf", level())];
      return { fields, values: plain("label", "says", "of") };
    }
    if (name === "block") {
      const fields = [
        add("head", "fHead", TEXT(), first),
        add("says", "fSays", select([...kinds, "Indicator", ...facts, "skip"], names)),
        add("marks", "fMarks", TEXT()),
        add("of", "fOf", level()),
      ];
      return { fields, values: plain("head", "says", "marks", "of") };
    }
    if (name === "column") {
      const table = select(tables, {}, say("fNew"));
      if (tables.length) table.value = tables[0];
      const fields = [
        add("table", "fTable", table),
        add("rows", "fRows", select(["Indicator", ...kinds], names, say("fNone"))),
        add("head", "fHead", TEXT(), cell?.text ?? first),
        add("role", "fRole", select(roles, { ...names, ...ROLES })),
        add("year", "fYear", made("input", { type: "number", min: "1926", max: "2100" })),
      ];
      return {
        fields,
        values: () => {
          const found = plain("table", "rows", "head", "role", "year")();
          return { ...found, table: found.table || found.rows.toLowerCase() || "table", year: found.year ? Number(found.year) : undefined };
        },
      };
    }
    if (name === "period") {
      const found = /[0-9０-９]{4}.*[0-9０-９]{4}\s*年?度?|(?:令和|平成).*年度?/.exec(first);
      return { fields: [add("years", "fYears", TEXT(), found?.[0] ?? first)], values: () => ({ line: first, ...plain("years")() }) };
    }
    if (name === "legend") {
      return { fields: [add("head", "fHead", TEXT(), first), add("rates", "fRates", select(Object.keys(RATED), RATED))], values: plain("head", "rates") };
    }
    if (name === "family") return { fields: [add("name", "fFamily", select(families, {}))], values: plain("name") };
    if (name === "rows") {
      const fields = [add("table", "fTable", select(tables, {})), add("says", "fSays", select(facts, names)), add("value", "fValue", TEXT(true))];
      return { fields, values: plain("table", "says", "value") };
    }
    if (name === "municipality") return this.#town(add);
    if (name === "sentence") return this.#sentence(first, add, plain);
    const fields = [add("printed", "fPrint", TEXT(true), first)];
    if (name === "repair") fields.push(add("reading", "fReading", TEXT(true), first));
    fields.push(add("because", "fBecause", TEXT(true)));
    return { fields, values: name === "repair" ? plain("printed", "reading", "because") : plain("printed", "because") };
  }

  /** A municipality by what is typed of its name; one that there is not only where there is none of that name. */
  #town(add) {
    const which = select([], {});
    const typed = TEXT();
    let asked = "";
    typed.addEventListener("input", async () => {
      const name = typed.value.trim();
      asked = name;
      const { towns, exact } = name ? await get("towns", { q: name }) : { towns: [], exact: true };
      if (asked !== name) return; // something else was typed meanwhile
      which.replaceChildren(...towns.map(([code, prefecture, town]) => made("option", { value: code }, `${prefecture} ${town} (${code})`)));
      if (!exact) which.append(made("option", { value: "" }, say("invented", { name })));
      which.dataset.of = name;
    });
    const fields = [add("typed", "fTown", typed), add("which", "fWhich", which), add("code", "fCode", made("input", { autocomplete: "off", pattern: "[0-9]{5}" }))];
    const invented = () => ({ name: typed.value.trim(), code: fields[2].querySelector("input").value });
    return { fields, values: () => (which.value ? { code: which.value } : invented()) };
  }

  /** The parts of a sentence such as 入学者数 40人(2014年度)→40人(2019年度), as far as they can be guessed. */
  #sentence(line, add, plain) {
    const text = line.normalize("NFKC");
    const years = [...text.matchAll(/(?:[0-9]{4}|(?:令和|平成|R|H)[0-9元]+)年?度?/g)].map((found) => found[0]);
    const [before, after] = text.split(/→|⇒|➡|から/);
    const bare = (part) => (part ?? "").replace(/\s*\([^()]*年度?\)\s*$/, "").trim();
    const start = before.search(/[0-9]/);
    const fields = [
      add("indicator", "fIndicator", TEXT(), before.slice(0, Math.max(start, 0)).trim()),
      add("baseline", "fBaseline", TEXT(), after === undefined ? "" : bare(before.slice(Math.max(start, 0)))),
      add("baseline_year", "fBaselineYear", TEXT(), after === undefined ? "" : (years[0] ?? "")),
      add("target", "fTarget", TEXT(), bare(after ?? before.slice(Math.max(start, 0)))),
      add("target_year", "fTargetYear", TEXT(), years.at(-1) ?? ""),
    ];
    return { fields, values: () => ({ line, ...plain("indicator", "baseline", "baseline_year", "target", "target_year")() }) };
  }
}
