// From a published IRI to its page: keikaku.graph.addresses in the browser. A test compares the two.

const parts = new Set(["statement", "budget", "baseline", "actual", "target", "role", "evaluation"]);
const longest = 200; // bytes of a file name; a longer one is cut with a hash, and the IRI itself is linked to
const utf8 = new TextEncoder();

export class Addresses {
  /** @param {{base: string, style: string, root: string, suffix: string}} about */
  constructor({ base, style, root, suffix }) {
    this.base = base;
    this.style = style;
    this.root = root;
    this.suffix = suffix;
  }

  /** The local name of a thing, or null where it is none of the site's. @param {string} iri */
  local(iri) {
    const prefix = `${this.base}${this.style === "slash" ? "id" : "doc"}/`;
    if (!iri.startsWith(prefix)) return null;
    const rest = iri.slice(prefix.length);
    if (this.style === "slash") return rest;
    const [document, anchor] = cut(rest);
    if (!anchor || anchor === "it") return anchor ? document : null;
    return document + (parts.has(anchor.split("/")[0]) ? "/" : "#") + anchor;
  }

  /** The link to a thing's page, or null. @param {string} iri */
  page(iri) {
    const local = this.local(iri);
    if (!local) return null;
    const [whole, fragment] = cut(local);
    const segments = whole.split("/");
    const at = segments.findIndex((one, index) => parts.has(one) && index >= 2 && index + 1 < segments.length);
    const document = at < 0 ? segments : segments.slice(0, at);
    const part = at < 0 ? "" : segments.slice(at).join("/");
    const anchor = part + (part && fragment ? "#" : "") + fragment;
    const names = document.map(fileName);
    if (names.some((name) => utf8.encode(name).length > longest)) return null;
    const path = names.map((name) => encoded(name)).join("/");
    return `${this.root}doc/${path}${this.suffix}${anchor ? `#${encoded(anchor)}` : ""}`;
  }
}

/** @param {string} text @returns {[string, string]} */
function cut(text) {
  const at = text.indexOf("#");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** @param {string} segment */
function fileName(segment) {
  let name = segment;
  try {
    name = decodeURIComponent(segment);
  } catch {
    // no escapes of UTF-8 in it: it is its own name
  }
  name = name.replaceAll("/", "%2F").replaceAll("\0", "%00");
  return ["", ".", ".."].includes(name) ? name.replaceAll(".", "%2E") || "%" : name;
}

/** Percent-encode as Python's quote with the same characters kept. @param {string} text */
function encoded(text) {
  return encodeURIComponent(text).replaceAll(/%(2F|21|24|26|27|28|29|2A|2B|2C|3B|3D|3A|40|7E)/g, decodeURIComponent);
}
