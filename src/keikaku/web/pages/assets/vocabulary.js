"use strict";
/* Comfort only: lists that can be narrowed down by words, and texts that can be copied. */

(function () {
  function plain(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function narrow(box) {
    const input = box.querySelector("input");
    const output = box.querySelector("output");
    const list = document.getElementById(box.dataset.narrow);
    const items = [...list.querySelectorAll("[data-words]")];
    const texts = items.map((item) => plain(item.textContent + " " + item.dataset.words));
    box.hidden = false;
    input.addEventListener("input", () => {
      const words = plain(input.value).split(/\s+/u).filter(Boolean);
      let count = 0;
      items.forEach((item, at) => {
        item.hidden = !words.every((word) => texts[at].includes(word));
        count += item.hidden ? 0 : 1;
      });
      for (const section of list.querySelectorAll("section")) {
        section.hidden = !section.querySelector("[data-words]:not([hidden])");
      }
      const unit = count === 1 ? output.dataset.one : output.dataset.many;
      output.textContent = words.length ? count + " " + unit : "";
    });
  }

  function copyable(text) {
    const button = document.createElement("button");
    const row = document.createElement("div");
    button.type = "button";
    button.textContent = text.dataset.copy;
    row.className = "copying";
    row.setAttribute("aria-live", "polite");
    row.append(button);
    text.before(row);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.innerText);
      button.textContent = text.dataset.copied;
      setTimeout(() => {
        button.textContent = text.dataset.copy;
      }, 2000);
    });
  }

  document.querySelectorAll("[data-narrow]").forEach(narrow);
  if (navigator.clipboard) {
    document.querySelectorAll("pre[data-copy]").forEach(copyable);
  }
})();
