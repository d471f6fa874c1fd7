"use strict";
/* The search page: results as one types, from the files of the index, by keyboard as well as by pointer. */

(function () {
  const PAGE = 20;
  const VALUES = 30; // of a facet that are offered: the most frequent; the others by a longer search
  const form = document.getElementById("search");
  const input = form.elements.namedItem("q");
  const selects = { kind: form.elements.namedItem("kind"), municipality: form.elements.namedItem("municipality") };
  const status = document.getElementById("found");
  const said = document.getElementById("said");
  const facets = document.getElementById("facets");
  const list = document.getElementById("results");
  const more = document.getElementById("more");
  const say = form.dataset;
  const language = document.documentElement.lang;
  const suffix = language === "ja" ? ".html" : ".en.html";
  const at = language === "ja" ? 1 : 2;
  const opened = new Set(); // facets that somebody opened: they stay so while one types
  let chosen = new Map();
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
    const text = await response.text();
    return [JSON.parse(text), new TextEncoder().encode(text).length];
  }

  function open() {
    index ??= keikakuSearch.Index.open(load).then((made) => {
      fill(made);
      return made;
    });
    index.catch(() => (index = null));
    return index;
  }

  function fill(made) {
    for (const one of made.meta.kinds) {
      selects.kind.add(new Option(one[at], one[0]));
    }
    for (const town of made.towns) {
      if (town.code) {
        selects.municipality.add(new Option(town.name, town.code));
      }
    }
    restore(made);
  }

  /* What the address says: what no facet is, or no value of one, is told and left out. */
  function restore(made) {
    const known = new Set(["kind", "municipality", "plan", ...made.facets.keys()]);
    const address = new URLSearchParams(location.search);
    const notes = [];
    chosen = new Map();
    for (const name of new Set(address.keys())) {
      const values = [...new Set(address.getAll(name).filter(Boolean))];
      if (known.has(name)) {
        chosen.set(name, values);
      } else if (name !== "q") {
        notes.push(say.facet.replace("{}", name.slice(0, 40)));
      }
    }
    for (const [name, value] of made.unknown(chosen)) {
      chosen.set(name, chosen.get(name).filter((one) => one !== value));
      notes.push(say.value.replace("{}", title(made, name)).replace("{}", value.slice(0, 40)));
    }
    for (const [name, field] of Object.entries(selects)) {
      field.value = chosen.get(name)?.[0] ?? "";
    }
    tell(notes);
  }

  function tell(notes) {
    said.replaceChildren(...notes.map((note) => element("li", "", note)));
  }

  function title(made, name) {
    if (name in selects) {
      return selects[name].parentElement.firstChild.data.trim();
    }
    return name === "plan" ? say.plan : made.facets.get(name)[at];
  }

  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) {
      made.className = className;
    }
    made.append(...children);
    return made;
  }

  function marked(made, text, words) {
    return made.pieces(text, words).map(([piece, inside]) => (inside ? element("mark", "", piece) : piece));
  }

  function link(path) {
    const [page, anchor] = path.split("#");
    const encoded = page.split("/").map(encodeURIComponent).join("/");
    return encoded + suffix + (anchor ? "#" + encodeURIComponent(anchor) : "");
  }

  function result(made, entry, words) {
    const english = language === "en" && entry.english;
    const name = english ? entry.english : entry.label;
    const other = english ? entry.label : entry.english;
    const to = element("a", "name", ...marked(made, name, words));
    to.href = link(entry.path);
    to.lang = english ? "en" : "ja";
    const first = element("p", "", element("span", "kind", entry.kind[at]), " ");
    if (entry.number) {
      first.append(element("span", "number", ...marked(made, entry.number, words)), " ");
    }
    first.append(to);
    const item = element("li", "", first);
    const where = [entry.municipality, entry.plan].filter(Boolean).join(" › ");
    const second = element("p", "soft", where);
    if (other) {
      const also = element("span", "", ...marked(made, other, words));
      also.lang = english ? "ja" : "en";
      second.append(where ? " · " : "", also);
    }
    if (second.childNodes.length) {
      item.append(second);
    }
    const passage = entry.rank === 3 ? made.passage(entry, words) : "";
    if (passage) {
      const third = element("p", "passage", ...marked(made, passage, words));
      third.lang = "ja";
      item.append(third);
    }
    return item;
  }

  function counted() {
    const { found, entries, next } = shown;
    if (next >= found.parts.length) {
      return entries.length ? say.exact.replace("{}", entries.length) : say.none;
    }
    return say.about.replace("{}", entries.length).replace("{}", Math.floor((100 * next) / found.parts.length));
  }

  /* ---- facets: the values of what was found, with how many have them */

  function offer(made, entries) {
    const groups = [["plan", say.plan], ...made.meta.facets.map((one) => [one[0], one[at]])];
    const fresh = groups.map(([name, called]) => group(made, entries, name, called)).filter(Boolean);
    if ([...chosen.values()].some((values) => values.length)) {
      const clear = element("button", "", say.clear);
      clear.type = "button";
      clear.addEventListener("click", () => {
        chosen = new Map();
        selects.kind.value = selects.municipality.value = "";
        input.focus();
        search();
      });
      fresh.push(clear);
    }
    const focused = document.activeElement?.closest?.("#facets") ? document.activeElement.id : "";
    facets.replaceChildren(...fresh);
    document.getElementById(focused)?.focus();
  }

  function group(made, entries, name, called) {
    const counts = new Map((chosen.get(name) ?? []).map((value) => [value, 0]));
    const labels = new Map();
    for (const entry of entries) {
      for (const value of entry.values.get(name)) {
        counts.set(value, (counts.get(value) ?? 0) + 1);
        labels.set(value, name === "plan" ? entry.plan : value);
      }
    }
    if (!counts.size) {
      return null;
    }
    const names = made.facets.get(name)?.[3] ?? {};
    const isNumber = name === "sdg" || name === "year";
    const inOrder = [...counts].sort(([one, many], [other, less]) => (isNumber ? one - other : less - many || (one < other ? -1 : 1)));
    const fieldset = element("fieldset", "", element("legend", "", called));
    inOrder.slice(0, VALUES).forEach(([value, count], place) => {
      const box = element("input", "");
      Object.assign(box, { type: "checkbox", name, value, checked: chosen.get(name)?.includes(value) ?? false, id: "f-" + name + "-" + place });
      const text = Object.hasOwn(names, value) ? names[value][at - 1] : (labels.get(value) ?? value);
      fieldset.append(element("label", "", box, element("span", "", text), element("span", "count", String(count))));
    });
    const details = element("details", chosen.get(name)?.length ? "chosen" : "", element("summary", "", called), fieldset);
    details.open = opened.has(name);
    details.addEventListener("toggle", () => (details.open ? opened.add(name) : opened.delete(name)));
    return details;
  }

  facets.addEventListener("change", (event) => {
    const { name, value, checked } = event.target;
    const values = (chosen.get(name) ?? []).filter((one) => one !== value);
    chosen.set(name, checked ? [...values, value] : values);
    search();
  });

  /* ---- searching */

  function show(made, from) {
    const until = from + PAGE;
    list.append(...shown.entries.slice(from, until).map((entry) => result(made, entry, shown.found.words)));
    status.textContent = counted();
    const rest = shown.entries.length > until;
    more.hidden = !rest && shown.next >= shown.found.parts.length;
    more.textContent = rest ? say.show : say.further;
    offer(made, shown.entries);
  }

  function remember() {
    const state = new URLSearchParams(input.value ? { q: input.value.slice(0, keikakuSearch.LONGEST) } : {});
    for (const [name, values] of chosen) {
      for (const value of values) {
        state.append(name, value);
      }
    }
    const search = state.toString() ? "?" + state : "";
    history.replaceState(null, "", location.pathname + search);
    for (const change of document.querySelectorAll("a.switch")) {
      change.search = search;
    }
  }

  function nothing(words) {
    list.replaceChildren();
    facets.replaceChildren();
    status.textContent = words;
    more.hidden = true;
    shown = null;
  }

  function readings(found) {
    const typed = input.value.normalize("NFKC").split(/\s+/u).filter(Boolean);
    return found.words.flatMap((forms, place) =>
      forms.length > 1 ? [say.read.replace("{}", typed[place] ?? forms[0]).replace("{}", forms.slice(1).join(language === "ja" ? "、" : ", "))] : [],
    );
  }

  async function search(event, notes = []) {
    const mine = ++asked;
    try {
      const made = await open();
      remember();
      if (input.value.length > keikakuSearch.LONGEST) {
        nothing(say.long.replace("{}", input.value.length));
        return;
      }
      const found = await made.find(input.value, chosen);
      if (mine !== asked) {
        return;
      }
      if (!found.words.length && !found.parts.length) {
        nothing("");
        return;
      }
      const { entries, next } = await made.look(found);
      if (mine !== asked) {
        return;
      }
      list.replaceChildren();
      shown = { found, entries, next };
      show(made, 0);
      tell([...notes, ...readings(found)]);
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
  for (const [name, field] of Object.entries(selects)) {
    field.addEventListener("change", () => {
      chosen.set(name, field.value ? [field.value] : []);
      search();
    });
  }
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
    const made = await open();
    const before = list.children.length;
    if (before >= shown.entries.length) {
      const mine = asked;
      const further = await made.look(shown.found, shown.next);
      if (mine !== asked) {
        return;
      }
      shown.entries.push(...further.entries);
      shown.next = further.next;
    }
    show(made, before);
    (list.children[before]?.querySelector("a.name") ?? more).focus();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      search();
    }
  });
  if (!input.value) {
    input.focus({ preventScroll: true });
  }
  open().then(() => search(null, [...said.children].map((one) => one.textContent)), () => search());
})();
