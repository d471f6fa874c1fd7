"use strict";
/* Comfort only: every page works without this script. */

(function () {
  const key = "keikaku-language";

  function remembered() {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null; // storage may be forbidden; then nothing is remembered
    }
  }

  function remember(language) {
    try {
      window.localStorage.setItem(key, language);
    } catch {
      return;
    }
  }

  const change = document.querySelector("a.switch");
  if (change) {
    change.addEventListener("click", () => remember(change.hreflang));
    const arrived = !document.referrer.startsWith(window.location.origin + "/");
    const start = document.documentElement.dataset.start !== undefined;
    if (start && arrived && remembered() === change.hreflang) {
      window.location.replace(change.href);
    }
    if (window.location.hash) {
      change.hash = window.location.hash;
    }
    window.addEventListener("hashchange", () => {
      change.hash = window.location.hash;
    });
  }

  for (const button of document.querySelectorAll("button[data-details]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const details of document.querySelectorAll(".tree details")) {
        details.open = button.dataset.details === "open";
      }
    });
  }

  function openAround() {
    const id = decodeURIComponent(window.location.hash.slice(1));
    let node = id && document.getElementById(id);
    while (node) {
      if (node.tagName === "DETAILS") {
        node.open = true;
      }
      node = node.parentElement;
    }
  }
  openAround();
  window.addEventListener("hashchange", openAround);

  /* The print behind a fact, in place; where its page cannot be had so (files on a disk), the link leads there. */
  const japanese = document.documentElement.lang === "ja";

  async function showPrint(link) {
    const answer = await fetch(link.href);
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const figure = page.querySelector("figure.print");
    for (const one of figure.querySelectorAll("img, a")) {
      const name = one.tagName === "IMG" ? "src" : "href";
      one.setAttribute(name, new URL(one.getAttribute(name), link.href).href);
    }
    const dialog = document.createElement("dialog");
    dialog.className = "print";
    dialog.setAttribute("aria-label", link.getAttribute("aria-label"));
    const tools = document.createElement("div");
    tools.className = "tools";
    const whole = document.createElement("a");
    whole.href = link.href;
    whole.textContent = japanese ? "このページを開く" : "Open this page";
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = japanese ? "閉じる" : "Close";
    close.addEventListener("click", () => dialog.close());
    tools.append(whole, close);
    dialog.append(tools, document.adoptNode(figure));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    const id = decodeURIComponent(new URL(link.href).hash.slice(1));
    const here = [...figure.querySelectorAll("[id]")].find((one) => one.id === id);
    if (here) {
      here.classList.add("here");
      (here.querySelector("rect") ?? here).scrollIntoView({ block: "center", inline: "center" });
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.print");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    showPrint(link).catch(() => {
      window.location.href = link.href;
    });
  });

  /* Which towns a comparison shows stands in its address: ?town=07205&town=20207. */
  const choose = document.querySelector("form[data-compare]");
  if (choose) {
    const name = choose.dataset.compare || "town";
    const boxes = [...choose.querySelectorAll(`input[name=${name}]`)];
    const said = choose.querySelector("[role=status]");
    const fewest = 2;
    const most = 5;
    const show = (asked) => {
      const known = boxes.filter((box) => asked.includes(box.value));
      const unknown = asked.filter((code) => !boxes.some((box) => box.value === code));
      const some = known.length >= fewest && known.length <= most;
      for (const box of boxes) {
        box.checked = known.includes(box);
      }
      for (const row of document.querySelectorAll("tr[data-town]")) {
        row.hidden = some && !known.some((box) => box.value === row.dataset.town);
      }
      for (const group of document.querySelectorAll("[data-group]")) {
        group.hidden = !group.querySelector("tr[data-town]:not([hidden])");
      }
      for (const pair of document.querySelectorAll("[data-pair]")) {
        pair.hidden = some && !pair.dataset.pair.split(" ").every((code) => known.some((box) => box.value === code));
      }
      const wrong = unknown.length ? said.dataset.unknown + unknown.slice(0, most).join(", ").slice(0, 60) + " " : "";
      said.textContent = wrong + (asked.length && !some ? said.dataset.number : "");
    };
    choose.hidden = false;
    show(new URLSearchParams(window.location.search).getAll(name));
    choose.addEventListener("change", () => {
      const asked = boxes.filter((box) => box.checked).map((box) => box.value);
      const query = new URLSearchParams(asked.map((code) => [name, code]));
      window.history.replaceState(null, "", `${window.location.pathname}${asked.length ? `?${query}` : ""}`);
      show(asked);
    });
  }
})();
