// plan.yml as text: edited here, tried, and kept once what it changes was seen.

import { get, post } from "./desk-api.js";
import { made } from "./desk-paper.js";
import { language, say } from "./desk-words.js";

/** The lines that differ. @param {[string, string][]} lines */
export function difference(lines) {
  const list = made("pre", { className: "difference" });
  for (const [mark, text] of lines) {
    const name = { "+": "ins", "-": "del" }[mark] ?? "span";
    list.append(made(name, {}, `${mark} ${text}\n`));
  }
  return list;
}

/** What a change makes of the reading, in words. @param {any[]} effect */
export function effect(effect) {
  if (!effect.length) return say("same");
  return effect
    .map(({ what, name, label, by }) => {
      const signed = `${by > 0 ? "+" : "−"}${Math.abs(by)}`;
      return what === "lines" ? say("moreLines", { label: say(name), by: signed }) : say("more", { label: label[language], by: signed });
    })
    .join(language ? ", " : "、");
}

export class PlanText {
  /** @param {any} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** @param {HTMLElement} panel */
  async show(panel) {
    const { text, name } = await get("plan");
    this.before = text;
    this.area = made("textarea", { value: text, spellcheck: false, lang: "ja", readOnly: this.desk.mayOnlyRead });
    this.area.setAttribute("aria-label", name);
    this.area.setAttribute("wrap", "off");
    this.area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) this.tryOut();
    });
    panel.replaceChildren(this.area);
    if (this.desk.mayOnlyRead) return;
    const preview = made("button", { type: "button" }, say("preview"), " ", made("kbd", {}, "Ctrl+Enter"));
    preview.addEventListener("click", () => this.tryOut());
    this.area.before(made("p", { className: "soft" }, say("planHelp")));
    this.area.after(made("p", { className: "ends" }, preview));
  }

  /** Go to a line of the text. @param {number} number From 1. */
  to(number) {
    if (!this.area || !number) return;
    const lines = this.area.value.split("\n");
    const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
    this.area.focus();
    this.area.setSelectionRange(start, start + (lines[number - 1]?.length ?? 0));
    this.area.scrollTop = (this.area.scrollHeight * (number - 3)) / lines.length;
  }

  tryOut() {
    return this.propose(this.area.value, this.before);
  }

  /** Show what another plan.yml changes, and keep it where that is wanted. @param {string} text @param {string} before */
  async propose(text, before, title = "plan.yml") {
    const leaf = this.desk.leaf.number;
    const tried = await this.desk.attempt(() => post("plan", { text, before, leaf, keep: false }));
    if (tried) this.confirm(tried, title, () => post("plan", { text, before, leaf, keep: true }));
  }

  /** @param {any} tried @param {string} title @param {() => Promise<any>} keep */
  confirm(tried, title, keep) {
    const says = made("p", { className: tried.error ? "notice" : "" }, this.#would(tried));
    says.setAttribute("aria-live", "polite");
    const yes = made("button", { type: "button", className: "main" }, say("keep"));
    const dialog = this.desk.ask(title, says, difference(tried.difference), yes);
    if (tried.partial) this.#whole(tried, says, dialog);
    yes.focus();
    yes.addEventListener("click", async () => {
      yes.disabled = true;
      const kept = await this.desk.attempt(async () => {
        const made = await keep();
        await this.desk.again();
        return made;
      });
      dialog.close();
      if (kept) this.desk.say(say(kept.partial ? "changedHere" : "changed", { what: effect(kept.effect) }));
    });
  }

  /** @param {any} tried */
  #would({ error, effect: changes, partial }) {
    if (error) return `${say("unreadable")} ${error[language]}`;
    return say(partial ? "wouldHere" : "would", { what: effect(changes) });
  }

  /** Tell what a change makes of the whole document as soon as that is known. @param {any} tried @param {HTMLElement} says @param {HTMLDialogElement} dialog */
  async #whole({ trial }, says, dialog) {
    while (dialog.open && dialog.contains(says)) {
      const whole = await this.desk.attempt(() => get("tried", { of: trial }));
      if (whole?.ready) {
        says.textContent = this.#would(whole);
        return;
      }
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}
