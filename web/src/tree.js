// The same lineage as lists that open: for a screen reader, a narrow screen, or whoever reads text faster.

import { element } from "./results.js";
import { say } from "./texts.js";

export class TreeView {
  /**
   * @param {HTMLElement} place
   * @param {import("./things.js").Lineage} lineage
   * @param {{go: (iri: string) => void, address: (iri: string) => string, page: (iri: string) => string | null}} actions
   */
  constructor(place, lineage, actions) {
    this.place = place;
    this.lineage = lineage;
    this.actions = actions;
  }

  /** @param {string} iri */
  start(iri) {
    const head = element("p", { className: "tree-centre" });
    head.append(this.#title(iri), " ", ...this.#links(iri, false));
    this.place.replaceChildren(head, ...this.#way(iri, "up", "serves"), ...this.#way(iri, "down", "servedBy"));
  }

  /** @param {string} iri @param {"up" | "down"} way @param {string} text */
  #way(iri, way, text) {
    const next = this.lineage.next(iri, way);
    const head = element("h3", { textContent: say(text, { count: next.length }) });
    return [head, next.length ? this.#list(iri, way, [iri]) : element("p", { className: "soft", textContent: say("nothingMore") })];
  }

  /** @param {string} iri @param {"up" | "down"} way @param {string[]} trail what leads here, so that a circle ends */
  #list(iri, way, trail) {
    const list = element("ul");
    for (const next of this.lineage.next(iri, way)) list.append(this.#item(next, way, trail));
    return list;
  }

  /** @param {string} iri @param {"up" | "down"} way @param {string[]} trail */
  #item(iri, way, trail) {
    const item = element("li");
    const further = trail.includes(iri) ? [] : this.lineage.next(iri, way);
    const title = this.#title(iri);
    if (!further.length) {
      item.append(title, " ", ...this.#links(iri));
      return item;
    }
    const details = element("details");
    const summary = element("summary");
    summary.append(title, ` (${further.length})`);
    details.append(summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.childElementCount === 1) {
        const links = element("p", { className: "tree-links" });
        links.append(...this.#links(iri));
        details.append(links, this.#list(iri, way, [...trail, iri]));
      }
    });
    item.append(details);
    return item;
  }

  /** @param {string} iri */
  #title(iri) {
    const thing = this.lineage.things.get(iri);
    const title = element("span");
    const kind = element("span", { className: "kind", textContent: this.lineage.kinds.get(thing?.kind ?? "") ?? "" });
    title.append(kind, " ", element("span", { textContent: this.lineage.name(iri), lang: thing?.lang ?? "ja" }));
    return title;
  }

  /** @param {string} iri */
  #links(iri, centre = true) {
    const found = [];
    const page = this.actions.page(iri);
    if (page) found.push(this.#link(page, say("page"), iri));
    if (centre) {
      const link = this.#link(this.actions.address(iri), say("centre"), iri);
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.actions.go(iri);
      });
      found.push(" ", link);
    }
    return found;
  }

  /** @param {string} href @param {string} text @param {string} iri */
  #link(href, text, iri) {
    const link = element("a", { href, textContent: text, className: "tree-link" });
    link.setAttribute("aria-label", `${text}: ${this.lineage.name(iri)}`);
    return link;
  }
}
