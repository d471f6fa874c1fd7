"use strict";
/* The search page: results as one types, from the files of the index, by keyboard as well as by pointer. */

(function () {
  const PAGE = 20;
  const form = document.getElementById("search");
  const input = form.elements.namedItem("q");
  const kind = form.elements.namedItem("kind");
  const municipality = form.elements.namedItem("municipality");
  const status = document.getElementById("found");
  const list = document.getElementById("results");
  const more = document.getElementById("more");
  const say = form.dataset;
  const language = document.documentElement.lang;
  const suffix = language === "ja" ? ".html" : ".en.html";
  const at = language === "ja" ? 1 : 2;
  let index = null;
  let asked = 0;
  let shown = null;

  async function load(name, version) {
    const response = await fetch("search/" + name + (version ? "?v=" + version : ""), {
      cache: version ? "default" : "no-cache",
    });
    if (!response.ok) {
      throw new Error(name + ": " + response.status);
    }
    return response.json();
  }

  function open() {
    index ??= keikakuSearch.Index.open(load).then((opened) => {
      fill(opened);
      return opened;
    });
    index.catch(() => (index = null));
    return index;
  }

  function fill(opened) {
    const chosen = new URLSearchParams(location.search);
    const used = new Set(opened.meta.runs.map((run) => run[0]));
    opened.meta.kinds.forEach((one, number) => {
      if (used.has(number)) {
        kind.add(new Option(one[at], one[0], false, chosen.get("kind") === one[0]));
      }
    });
    for (const [code, name] of opened.meta.municipalities) {
      municipality.add(new Option(name, code, false, chosen.get("municipality") === code));
    }
  }

  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) {
      made.className = className;
    }
    made.append(...children);
    return made;
  }

  function marked(opened, text, words) {
    return opened.pieces(text, words).map(([piece, inside]) => (inside ? element("mark", "", piece) : piece));
  }

  function link(path) {
    const [page, anchor] = path.split("#");
    const encoded = page.split("/").map(encodeURIComponent).join("/");
    return encoded + suffix + (anchor ? "#" + encodeURIComponent(anchor) : "");
  }

  function result(opened, entry, words) {
    const english = language === "en" && entry.english;
    const name = english ? entry.english : entry.label;
    const other = english ? entry.label : entry.english;
    const to = element("a", "name", ...marked(opened, name, words));
    to.href = link(entry.path);
    to.lang = english ? "en" : "ja";
    const first = element("p", "", element("span", "kind", entry.kind[at]), " ");
    if (entry.number) {
      first.append(element("span", "number", ...marked(opened, entry.number, words)), " ");
    }
    first.append(to);
    const item = element("li", "", first);
    const where = [entry.municipality, entry.plan].filter(Boolean).join(" › ");
    const second = element("p", "soft", where);
    if (other) {
      const also = element("span", "", ...marked(opened, other, words));
      also.lang = english ? "ja" : "en";
      second.append(where ? " · " : "", also);
    }
    if (second.childNodes.length) {
      item.append(second);
    }
    return item;
  }

  function counted(found, page) {
    const total = found.numbers.length;
    if (page.next >= total) {
      return list.children.length === 0 ? say.none : say.exact.replace("{}", list.children.length);
    }
    const sure = found.words.every((word) => [...word].length < 3);
    return (sure ? say.exact : say.about).replace("{}", total);
  }

  async function show(opened, found, from, mine) {
    const page = await opened.page(found, from, PAGE);
    if (mine !== asked) {
      return;
    }
    if (from === 0) {
      list.replaceChildren();
    }
    list.append(...page.entries.map((entry) => result(opened, entry, found.words)));
    status.textContent = counted(found, page);
    more.hidden = page.next >= found.numbers.length;
    shown = { opened, found, next: page.next };
  }

  function remember() {
    const said = new URLSearchParams();
    for (const field of [input, kind, municipality]) {
      if (field.value) {
        said.set(field.name, field.value);
      }
    }
    const search = said.toString() ? "?" + said : "";
    history.replaceState(null, "", location.pathname + search);
    for (const change of document.querySelectorAll("a.switch")) {
      change.search = search;
    }
  }

  async function search() {
    const mine = ++asked;
    try {
      const opened = await open();
      remember();
      const found = await opened.find(input.value, kind.value, municipality.value);
      if (mine !== asked) {
        return;
      }
      if (!found.words.length) {
        list.replaceChildren();
        status.textContent = "";
        more.hidden = true;
        return;
      }
      await show(opened, found, 0, mine);
    } catch (error) {
      status.textContent = location.protocol === "file:" ? say.file : say.failed;
      throw error;
    }
  }

  function move(event) {
    const links = [...list.querySelectorAll("a.name")];
    const here = links.indexOf(document.activeElement);
    const inside = here >= 0 || document.activeElement === input;
    if (!inside || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === "ArrowDown" && here + 1 < links.length) {
      links[here + 1].focus();
    } else if (event.key === "ArrowUp" && here >= 0) {
      (links[here - 1] ?? input).focus();
    } else if (event.key === "Escape" && here >= 0) {
      input.focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  let waiting = 0;
  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  }

  form.hidden = false;
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  input.addEventListener("input", soon);
  kind.addEventListener("change", search);
  municipality.addEventListener("change", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search().then(() => {
      if (input.value && document.activeElement === input) {
        list.querySelector("a.name")?.focus();
      }
    });
  });
  document.addEventListener("keydown", move);
  more.addEventListener("click", async () => {
    const before = list.children.length;
    await show(shown.opened, shown.found, shown.next, asked);
    list.children[before]?.querySelector("a.name").focus();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      search();
    }
  });
  if (!input.value) {
    input.focus({ preventScroll: true });
  }
  search();
})();
