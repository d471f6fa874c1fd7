// What a page loads when it is used, and not before.

/** @type {Map<string, Promise<any>>} */
const loaded = new Map();

/**
 * Load a script of the site once, with its styles where it has any; return what it leaves behind under its name.
 * @param {string} root @param {string} name @param {{styled?: boolean}} [options]
 */
export function later(root, name, { styled = false } = {}) {
  const load = async () => {
    await Promise.all([
      styled && put("link", { rel: "stylesheet", href: `${root}assets/${name}.css` }),
      put("script", { src: `${root}assets/${name}.js` }),
    ]);
    return globalThis.keikaku[name];
  };
  if (!loaded.has(name)) loaded.set(name, load());
  return /** @type {Promise<any>} */ (loaded.get(name));
}

/** @param {"link" | "script"} tag @param {Record<string, string>} attributes */
function put(tag, attributes) {
  return new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement(tag), attributes);
    made.addEventListener("load", resolve);
    made.addEventListener("error", () => reject(new TypeError(made.outerHTML)));
    document.head.append(made);
  });
}
