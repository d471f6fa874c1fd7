"use strict";
/* Taking things along: a table as CSV, XLSX or JSON, a page as a reference, its address. All is made from what the page shows. */

(function () {
  const japanese = document.documentElement.lang === "ja";
  const say = (ja, en) => (japanese ? ja : en);
  const canonical = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  const UNSEEN = "script, style, svg, button, select, input, .peek, .line-text, a.print, a.wrong-here, [aria-hidden=true]";
  const MOST_CELLS = 200000; // a page that holds more would stop the browser; the dumps hold everything

  /* ---- a table as rows */

  function text(cell) {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(UNSEEN).forEach((one) => one.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  /* The rows of a table with as many cells each: what spans several stands in each of them. */
  function grid(table) {
    const rows = [...table.rows].map(() => []);
    [...table.rows].forEach((row, down) => {
      let across = 0;
      for (const cell of row.cells) {
        while (rows[down][across] !== undefined) {
          across += 1;
        }
        const value = { text: text(cell), amount: cell.matches("td.amount, td.number") };
        for (let y = 0; y < Math.max(1, cell.rowSpan) && down + y < rows.length; y++) {
          for (let x = 0; x < cell.colSpan; x++) {
            rows[down + y][across + x] = value;
          }
        }
        across += cell.colSpan;
      }
    });
    const wide = Math.max(0, ...rows.map((row) => row.length));
    return rows.map((row) => Array.from({ length: wide }, (_, at) => row[at] ?? { text: "", amount: false }));
  }

  /* The number that a cell of amounts says, null where it says none or more than a number. */
  function number(cell) {
    const plain = cell.text.replace(/,/g, "");
    return cell.amount && /^-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?$/.test(plain) ? Number(plain) : null;
  }

  /* keikaku.ground.spreadsheet_text.neutral: no spreadsheet takes a text for a formula. */
  const neutral = (one) => (/^[=+\-@＝＋－＠\t\r\n]/.test(one) ? "'" + one : one);

  function csv(rows) {
    const field = (cell) => {
      const found = number(cell);
      const plain = found === null ? neutral(cell.text) : String(found);
      return /[",\n]/.test(plain) ? '"' + plain.replaceAll('"', '""') + '"' : plain;
    };
    return ["\ufeff" + rows.map((row) => row.map(field).join(",") + "\r\n").join("")];
  }

  function json(rows, heads, about) {
    const names = rows[0]?.map((_cell, at) => {
      const parts = rows.slice(0, heads).map((row) => row[at].text);
      return parts.filter((part, place) => part && part !== parts[place - 1]).join(" / ");
    });
    const unique = names?.map((name, at) => (name && names.indexOf(name) === at ? name : `${name || say("列", "column")} ${at + 1}`)) ?? [];
    const records = rows.slice(heads).map((row) => Object.fromEntries(row.map((cell, at) => [unique[at], number(cell) ?? cell.text])));
    return [JSON.stringify({ ...about, columns: unique, rows: records }, null, 1) + "\n"];
  }

  /* ---- XLSX: a ZIP archive of XML, stored as it is (ECMA-376, APPNOTE 6.3) */

  const CRC = Array.from({ length: 256 }, (_, start) => {
    let value = start;
    for (let bit = 0; bit < 8; bit++) {
      value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    }
    return value >>> 0;
  });

  function checksum(bytes) {
    let value = 0xffffffff;
    for (const byte of bytes) {
      value = CRC[(value ^ byte) & 0xff] ^ (value >>> 8);
    }
    return (value ^ 0xffffffff) >>> 0;
  }

  function zip(files) {
    const pieces = [];
    const directory = [];
    let offset = 0;
    for (const [name, content] of files) {
      const [path, bytes] = [name, content].map((one) => new TextEncoder().encode(one));
      const head = new DataView(new ArrayBuffer(30));
      const entry = new DataView(new ArrayBuffer(46));
      const common = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 33], [4, checksum(bytes)], [4, bytes.length], [4, bytes.length], [2, path.length], [2, 0]];
      fill(head, [[4, 0x04034b50], ...common]);
      fill(entry, [[4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]);
      pieces.push(head, path, bytes);
      directory.push(entry, path);
      offset += 30 + path.length + bytes.length;
    }
    const size = directory.reduce((sum, one) => sum + one.byteLength, 0);
    const end = new DataView(new ArrayBuffer(22));
    fill(end, [[4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0]]);
    return [...pieces, ...directory, end];
  }

  function fill(view, fields) {
    let at = 0;
    for (const [size, value] of fields) {
      size === 2 ? view.setUint16(at, value, true) : view.setUint32(at, value, true);
      at += size;
    }
  }

  const xml = (one) =>
    one.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd").replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

  function column(at) {
    return at < 26 ? String.fromCharCode(65 + at) : column(Math.floor(at / 26) - 1) + String.fromCharCode(65 + (at % 26));
  }

  function sheet(rows) {
    const cells = (row, down) =>
      row.map((cell, at) => {
        const found = number(cell);
        const place = `r="${column(at)}${down + 1}"`;
        return found === null ? `<c ${place} t="inlineStr"><is><t xml:space="preserve">${xml(cell.text)}</t></is></c>` : `<c ${place}><v>${found}</v></c>`;
      }).join("");
    const body = rows.map((row, down) => `<row r="${down + 1}">${cells(row, down)}</row>`).join("");
    return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${body}</sheetData></worksheet>`;
  }

  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
  const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

  function xlsx(rows, about) {
    const told = Object.entries(about).map((pair) => pair.map((one) => ({ text: one, amount: false })));
    const sheets = [say("表", "Table"), say("出典", "Source")];
    const relations = (list) => `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${list.map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`).join("")}</Relationships>`;
    return zip([
      ["[Content_Types].xml", `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>${[1, 2].map((at) => `<Override PartName="/xl/worksheets/sheet${at}.xml" ContentType="${TYPE}.worksheet+xml"/>`).join("")}</Types>`],
      ["_rels/.rels", relations([["r1", "officeDocument", "xl/workbook.xml"]])],
      ["xl/workbook.xml", `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map((name, at) => `<sheet name="${xml(name)}" sheetId="${at + 1}" r:id="s${at + 1}"/>`).join("")}</sheets></workbook>`],
      ["xl/_rels/workbook.xml.rels", relations([1, 2].map((at) => [`s${at}`, "worksheet", `worksheets/sheet${at}.xml`]))],
      ["xl/worksheets/sheet1.xml", sheet(rows)],
      ["xl/worksheets/sheet2.xml", sheet(told)],
    ]);
  }

  /* ---- buttons */

  function save(pieces, type, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(pieces, { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  function button(words, label, act) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: words });
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => act(made));
    return made;
  }

  function take(table, kind) {
    const caption = table.caption ? text(table.caption) : document.querySelector("h1") ? text(document.querySelector("h1")) : document.title;
    const rows = grid(table);
    const heads = [...table.rows].filter((row) => row.parentElement.tagName === "THEAD").length;
    const about = { title: caption, source: canonical, licence: document.querySelector("a[rel=license]")?.href ?? "", page: document.title };
    const name = caption.replace(/[\\/:*?"<>|\s]+/g, "_").slice(0, 60) + "." + kind;
    const made = { csv: () => csv(rows), json: () => json(rows, heads, about), xlsx: () => xlsx(rows, about) }[kind]();
    save(made, { csv: "text/csv;charset=utf-8", json: "application/json", xlsx: TYPE + ".sheet" }[kind], name);
  }

  for (const table of document.querySelectorAll("main table")) {
    const cells = table.rows.length * (table.rows[0]?.cells.length ?? 0);
    if (table.rows.length < 2 || table.matches(".excerpt, .changes") || cells > MOST_CELLS || table.closest("dialog")) {
      continue;
    }
    const tools = document.createElement("p");
    tools.className = "take";
    const caption = table.caption ? text(table.caption) : say("表", "table");
    for (const kind of ["csv", "xlsx", "json"]) {
      tools.append(button(kind.toUpperCase(), say(`「${caption}」を${kind.toUpperCase()}で保存`, `Save “${caption}” as ${kind.toUpperCase()}`), () => take(table, kind)));
    }
    (table.closest(".scroll") ?? table).after(tools);
  }

  /* ---- a page as a reference; the words stand in the page itself */

  const cite = document.getElementById("reference");
  if (cite) {
    const { title, site, publisher, address, year, key } = cite.dataset;
    const tex = (one) => one.replace(/[\\{}]/g, "").replace(/[#$%&_]/g, "\\$&");
    const forms = {
      BibTeX: ["bib", "application/x-bibtex", () => `@misc{${key},\n  title = {{${tex(title)}}},\n  author = {{${tex(publisher || site)}}},\n  howpublished = {${tex(site)}},\n${year ? `  year = {${year}},\n` : ""}  url = {${address}}\n}\n`],
      RIS: ["ris", "application/x-research-info-systems", () => ["TY  - ELEC", `TI  - ${title}`, `AU  - ${publisher || site}`, `T2  - ${site}`, ...(year ? [`PY  - ${year}`] : []), `UR  - ${address}`, "ER  - ", ""].join("\r\n")],
      "CSL-JSON": ["json", "application/json", () => JSON.stringify([{ id: key, type: "webpage", title, "container-title": site, author: [{ literal: publisher || site }], ...(year ? { issued: { "date-parts": [[Number(year)]] } } : {}), URL: address, language: japanese ? "ja" : "en" }], null, 1) + "\n"],
    };
    const tools = document.createElement("span");
    tools.className = "take";
    for (const [name, [suffix, type, made]] of Object.entries(forms)) {
      tools.append(button(name, say(`このページの引用を${name}で保存`, `Save the reference of this page as ${name}`), () => save([made()], type, `${key}.${suffix}`)));
    }
    tools.append(
      button(say("共有", "Share"), say("このページのアドレスを共有またはコピー", "Share or copy the address of this page"), async (made) => {
        const shared = { title, url: address + location.hash };
        try {
          await (navigator.share ? navigator.share(shared) : navigator.clipboard.writeText(shared.url));
          made.textContent = navigator.share ? made.textContent : say("コピーしました", "Copied");
        } catch {
          return; // who shares may change their mind; without permission the address stands beside the button
        }
      }),
    );
    cite.append(" ", tools);
  }

  globalThis.keikakuTake = { grid, csv, json, xlsx, number };
})();
