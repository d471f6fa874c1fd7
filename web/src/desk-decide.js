// Decisions on facts: accept, correct, cannot be read, not a fact; for one or for all that belong together; and undo.

import { get, post } from "./desk-api.js";
import { made } from "./desk-paper.js";
import { effect } from "./desk-plan.js";
import { language, learn, say } from "./desk-words.js";

learn({
  accept: ["承認", "Accept"],
  correct: ["訂正", "Correct"],
  fromBox: ["別の箇所から", "From another box"],
  pickBox: ["正しい値が印字された行・セルを選び、もう一度 b を押してください(Esc でやめる)。", "Choose the line or cell that prints the right value, and press b again (Esc leaves)."],
  did_assign: ["補いました", "assigned"],
  reject: ["事実でない", "Not a fact"],
  unreadable: ["判読できない", "Cannot be read"],
  group: ["まとめて承認", "Accept together"],
  did_accept: ["承認しました({count} 件)", "{count} accepted"],
  did_correct: ["訂正しました", "corrected"],
  did_reject: ["事実でないとしました", "marked as no fact"],
  did_unreadable: ["判読できないとしました", "marked as unreadable"],
  left: ["残り {open} 件", "{open} left"],
  undid: ["{count} 件の判断を取り消しました", "{count} decisions taken back"],
  undidPlan: ["plan.yml を一つ前に戻しました: {what}", "plan.yml is as it was before: {what}"],
  nothingToUndo: ["取り消せるものはありません。", "There is nothing to take back."],
  right: ["正しい値", "The right value"],
  save: ["決める", "Decide"],
  who: ["どなたの判断ですか", "Who decides?"],
  whoNote: [
    "ID と役割は判断の記録とともに残り、公開されます。氏名はこの端末の reviewers.yml にだけ保存され、公開されません。",
    "The id and the role stay with each decision and are published. The name is kept in reviewers.yml on this machine alone.",
  ],
  whoId: ["ID(英小文字・数字・ハイフン)", "Id (lower-case letters, digits, hyphens)"],
  whoRole: ["役割(例: 企画課)", "Role (for example: planning division)"],
  whoName: ["氏名(任意、公開されません)", "Name (optional, not published)"],
  page_group: ["このページの事実", "the facts of this page"],
  column_group: ["この列", "this column"],
  table_group: ["この表", "this table"],
  below_group: ["これとその下", "this and all below it"],
  alike_group: ["文書中の同じ種類", "all of its kind in the document"],
  sample_group: ["このページの抜き取り", "the sampled facts of this page"],
  many: ["{label}({count} 件)", "{label} ({count})"],
  groupNote: ["確実とされ、まだ判断のない事実だけをまとめます。不確かなものは一つずつ判断します。", "Only facts that are certain and that nobody decided about; what is unsure is decided one by one."],
  rates: ["誤り率", "Error rates"],
  kRates: ["誤り率の内訳(種類・規則ごと)", "error rates, by kind of fact and by rule"],
  ratesNote: [
    "確かとされた事実から無作為に抜き取り、人が原本と照合した結果です。割合は 95 % の信頼区間です。規則は plan.yml の項目名です。",
    "What people found who compared a random sample of the certain facts with the print, with the 95 % interval of the share. Rules are named as in plan.yml.",
  ],
  ratesHead: ["事実,件数,照合,誤り,誤りの割合", "facts,how many,checked,wrong,share wrong"],
  allFacts: ["すべて", "all"],
  acceptPlan: ["文書全体を承認", "Accept the document"],
  Proposed: ["提案(下書き)", "proposed (a draft)"],
  Declared: ["設定済み", "declared"],
  Accepted: ["承認済み", "accepted"],
  lacks: ["承認まで: {what}", "before acceptance: {what}"],
  rate: ["抜き取り {checked}/{facts} 件、誤り {wrong} 件({share})", "sample: {checked} of {facts} checked, {wrong} wrong ({share})"],
  decided_accept: ["承認", "accepted"],
  "decided_sampled-right": ["確認済み", "checked"],
  "decided_sampled-wrong": ["誤り", "wrong"],
  decided_correct: ["訂正", "corrected"],
  decided_assign: ["補記", "assigned"],
  decided_reject: ["事実でない", "no fact"],
  decided_unreadable: ["判読不能", "unreadable"],
  noFact: ["ここには判断できる事実がありません。", "There is no fact to decide about here."],
  report: ["指摘", "reported"],
  contradiction: ["矛盾", "contradiction"],
  disagreement: ["食い違い", "people differ"],
  again: ["再確認", "again"],
  unread_figure: ["未読の数値", "figure not read"],
  question: ["下書きの質問", "question of the draft"],
  recognised: ["文字認識", "recognised"],
  repaired: ["補正", "repaired"],
  doubtful: ["不確か", "doubtful"],
  link: ["対応の提案", "link"],
  sample: ["抜き取り", "sample"],
});

const KEPT = "keikaku-reviewer";

/** A labelled field. @param {string} text @param {HTMLElement} input */
export function field(text, input) {
  return made("label", { className: "field" }, made("span", {}, text), input);
}

/** An interval of a share. @param {number} low @param {number} high */
const percents = (low, high) => `${(100 * low).toFixed(2)}–${(100 * high).toFixed(2)} %`;

export class Decisions {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
    this.by = JSON.parse(localStorage.getItem(KEPT) ?? "null");
  }

  /** Who decides; asked once. */
  who() {
    if (this.by) return Promise.resolve(this.by);
    return new Promise((done) => {
      const id = made("input", { required: true, pattern: "[a-z0-9]([a-z0-9\\-]*[a-z0-9])?", autocomplete: "off" });
      const role = made("input", { required: true, autocomplete: "off" });
      const name = made("input", { autocomplete: "name" });
      const form = made("form", { method: "dialog" }, made("p", {}, say("whoNote")), field(say("whoId"), id), field(say("whoRole"), role), field(say("whoName"), name), made("button", { className: "main" }, say("save")));
      form.addEventListener("submit", () => {
        this.by = { id: id.value.trim(), role: role.value.trim(), name: name.value.trim() };
        localStorage.setItem(KEPT, JSON.stringify({ ...this.by, name: "" }));
        done(this.by);
      });
      this.desk.ask(say("who"), form);
      this.desk.after = () => done(this.by);
      id.focus();
    });
  }

  /** Decide about what is in front of one. @param {string} act @param {any} fact @param {any} [more] */
  async decide(act, fact, more = {}) {
    if (!fact) return this.desk.say(say("noFact"));
    const by = await this.who();
    if (!by) return null;
    const asked = more.group ? { group: more.group, key: fact.key } : { keys: [fact.key], sampled: fact.kind === "sample" };
    const done = await this.desk.attempt(async () => {
      const made = await post("decide", { by, act, after: "", print: this.desk.state.print, ...more, ...asked });
      await this.desk.decided(made, fact);
      return made;
    });
    if (!done) {
      this.#forget();
      return null;
    }
    this.desk.say(`${say(`did_${act}`, { count: done.made })} · ${say("left", done)}`);
    return done;
  }

  /** What the server said of a reviewer that it does not know is asked again. */
  #forget() {
    if (!/ID|id|role|役割/.test(document.getElementById("trouble")?.textContent ?? "")) return;
    this.by = null;
    localStorage.removeItem(KEPT);
  }

  /** Ask for the right value. @param {any} fact @param {any} [box] what prints it, where a person chose that */
  correct(fact, box) {
    if (!fact) return this.desk.say(say("noFact"));
    const value = made("input", { value: box?.text ?? fact.after ?? fact.value, lang: "ja", required: true, autocomplete: "off" });
    const note = made("input", { autocomplete: "off" });
    const form = made("form", { method: "dialog" }, field(say("right"), value), made("button", { className: "main" }, say("save")));
    form.addEventListener("submit", () => this.decide("correct", fact, { after: value.value, note: note.value, ...(box ? { box: [box.line, box.column] } : {}) }));
    this.desk.ask(say("correct"), made("p", { lang: "ja" }, fact.value), form);
    value.focus();
    value.select();
  }

  /** Offer what can be accepted together. @param {any} fact */
  async together(fact) {
    if (!fact) return this.desk.say(say("noFact"));
    const { groups } = await get("groups", { key: fact.key });
    const list = made("div", { className: "choices" });
    const shown = made("ol", { className: "shown", tabIndex: 0 });
    shown.setAttribute("aria-label", say("group"));
    for (const [group, { count, says, rows }] of Object.entries(groups)) {
      if (!count) continue;
      const choice = made("button", { type: "button" }, say("many", { label: say(`${group}_group`), count }));
      choice.dataset.group = group;
      const show = () => {
        const names = (name) => this.desk.state.names[name]?.[language] ?? name;
        shown.replaceChildren(...says.map(([of, name, year, value]) => made("li", {}, `${[of, `${names(name)} ${year}`.trim()].filter(Boolean).join(" · ")}: `, made("strong", { lang: "ja" }, value))));
        if (count > says.length) shown.append(made("li", {}, "…"));
        this.desk.markRows(rows);
      };
      choice.addEventListener("focus", show);
      choice.addEventListener("mouseenter", show);
      choice.addEventListener("click", () => {
        document.getElementById("dialog").close();
        this.decide("accept", fact, { group });
      });
      list.append(choice);
    }
    if (!list.childElementCount) return this.desk.say(say("noFact"));
    this.desk.ask(say("group"), made("p", {}, say("groupNote")), list, shown);
    return list.querySelector("button").focus();
  }

  /** Ask for something, and show what is there afterwards. @param {string} name @param {any} by */
  async #then(name, by) {
    const done = await post(name, { by, print: this.desk.state.print });
    await this.desk.again();
    return done;
  }

  async undo() {
    const by = await this.who();
    const done = by && (await this.desk.attempt(() => this.#then("undo", by)));
    if (!done) return;
    if (done.plan) this.desk.say(say("undidPlan", { what: effect(done.effect) }));
    else this.desk.say(done.undone ? say("undid", { count: done.undone }) : say("nothingToUndo"));
  }

  async acceptPlan() {
    const by = await this.who();
    const done = by && (await this.desk.attempt(() => this.#then("accept", by)));
    if (!done) return;
    this.desk.say(this.stands(done));
  }

  /** How good the certain facts are: all, by class and property, by rule. */
  async rates() {
    const { rates } = await get("rates");
    const amount = (text) => made("td", { className: "amount" }, text);
    const rows = rates.map(([ja, en, facts, checked, wrong, low, high]) => {
      const name = made("th", { scope: "row" }, [ja, en][language] || say("allFacts"));
      return made("tr", {}, name, ...[facts, checked, ...(checked ? [wrong, percents(low, high)] : ["", "—"])].map((one) => amount(String(one))));
    });
    const head = made("tr", {}, ...say("ratesHead").split(",").map((one) => made("th", { scope: "col" }, one)));
    const table = made("table", { className: "rates", tabIndex: -1 }, made("thead", {}, head), made("tbody", {}, ...rows));
    const dialog = this.desk.ask(say("rates"), made("p", {}, say("ratesNote")), table);
    table.focus({ preventScroll: true });
    dialog.scrollTop = 0;
  }

  /** How the document stands, in words. @param {any} state */
  stands(state) {
    return [say(state.state), this.lacks(state)].filter(Boolean).join(" · ");
  }

  /** What acceptance lacks, and how good the certain facts are. @param {any} state */
  lacks({ missing, rate: [facts, checked, wrong, low, high] }) {
    const what = missing.map((one) => one[language]).join(language ? "; " : "、");
    return [
      what ? say("lacks", { what }) : "",
      checked ? say("rate", { facts, checked, wrong, share: percents(low, high) }) : "",
    ].filter(Boolean).join(" · ");
  }
}
