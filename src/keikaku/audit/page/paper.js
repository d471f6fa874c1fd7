"use strict";
// Tables that can be sorted and filtered. Long ones hold their rows as JSON and show a page of them.
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const address = new RegExp(words.address, "iu");
  const page = 200;
  const numeric = new Set(["number", "yen", "percent"]);
  const classes = words.classes;
  const align = { name: "m", long: "l", iri: "i", number: "n", yen: "n", percent: "n" };
  const order = Object.keys(classes);

  const amount = (text) => {
    const value = parseFloat(text.replace(/[,%]/g, ""));
    return Number.isNaN(value) ? -Infinity : value;
  };

  const compare = (kind) => {
    if (numeric.has(kind)) return (a, b) => amount(a) - amount(b);
    if (kind === "status") return (a, b) => order.indexOf(a) - order.indexOf(b);
    const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
    return (a, b) => collator.compare(a, b);
  };

  const makeRow = (texts, kinds) => {
    const row = document.createElement("tr");
    texts.forEach((text, index) => {
      const cell = row.insertCell();
      const kind = kinds[index];
      if (kind === "status") cell.className = `s ${classes[text] || ""}`.trim();
      else if (align[kind]) cell.className = align[kind];
      if (kind === "iri" && address.test(text)) {
        const link = document.createElement("a");
        link.href = text;
        link.rel = "noreferrer";
        link.textContent = text;
        cell.append(link);
      } else cell.textContent = text;
    });
    return row;
  };

  const read = (table) => {
    const kinds = [...table.tHead.rows[0].cells].map((head) => head.dataset.kind);
    const long = table.dataset.rows && document.getElementById(table.dataset.rows);
    if (long) {
      return JSON.parse(long.textContent).rows.map((texts) => ({ texts, row: null, kinds }));
    }
    return [...table.tBodies[0].rows]
      .filter((row) => row.cells.length === kinds.length)
      .map((row) => ({ texts: [...row.cells].map((cell) => cell.textContent), row, kinds }));
  };

  const enhance = (table) => {
    let all = null, chosen = null, shown = page;
    const rows = () => (all = all || read(table));
    const section = table.closest("section");
    const name = table.caption.textContent;
    const tools = document.createElement("div");
    tools.className = "tools";
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "search";
    label.append(`${words.filter} `, input);
    input.setAttribute("aria-label", `${words.filter}: ${name}`);
    const count = document.createElement("span");
    count.setAttribute("role", "status");
    tools.append(label, count);
    table.parentElement.before(tools);
    const more = document.createElement("button");
    more.type = "button";
    more.className = "more";
    more.textContent = words.more;
    more.hidden = !table.dataset.rows;
    table.parentElement.after(more);

    const tell = (list) => {
      count.textContent = `${list.length.toLocaleString()} ${words.of} ${rows().length.toLocaleString()} ${words.rows}`;
    };
    const draw = () => {
      const list = chosen || rows();
      const part = table.dataset.rows ? list.slice(0, shown) : list;
      table.tBodies[0].replaceChildren(...part.map((one) => one.row || (one.row = makeRow(one.texts, one.kinds))));
      more.hidden = part.length >= list.length;
      tell(list);
    };
    const filter = () => {
      const wanted = input.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
      shown = page;
      chosen = wanted.length
        ? rows().filter((one) => {
            const text = one.text || (one.text = one.texts.join(" ").normalize("NFKC").toLowerCase());
            return wanted.every((word) => text.includes(word));
          })
        : null;
      draw();
    };
    let timer = 0;
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(filter, 120); });
    more.addEventListener("click", () => { shown += page * 5; draw(); });

    [...table.tHead.rows[0].cells].forEach((head, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.setAttribute("aria-label", `${words.sort} ${head.title ? `${button.textContent} ${head.title}` : button.textContent}`);
      head.append(button);
      head.dataset.words = button.textContent.trim(); // printed in the button's place, which no page but the first repeats
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of head.parentElement.cells) other.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const by = compare(head.dataset.kind);
        const place = new Map(rows().map((one, at) => [one, at]));
        rows().sort((a, b) => (down ? -1 : 1) * by(a.texts[index], b.texts[index]) || place.get(a) - place.get(b));
        filter();
      });
    });
    if (!table.dataset.rows) tell(rows());
    section.dataset.ready = "yes";
  };

  document.querySelectorAll("table.data").forEach(enhance);
})();
