// The editor: Yasqe of Yasgui, with this site's prefixes and terms and nothing that asks anybody else.

import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";
import { language, say } from "./texts.js";

/** @typedef {{iri: string, kind: "class" | "property", label: [string, string]}} Name */

/**
 * @param {HTMLElement} place
 * @param {{prefixes: Record<string, string>, names: Name[]}} library
 * @param {() => void} run
 * @param {string} value
 */
export function makeEditor(place, library, run, value) {
  complete("property", library);
  complete("class", library);
  const editor = new Yasqe(place, {
    persistenceId: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    createShareableLink: undefined,
    consumeShareLink: null,
    createShortLink: undefined,
    prefixCcApi: null,
    autocompleters: ["keikaku-property", "keikaku-class", "variables"],
    screenReaderLabel: say("editor"),
    value,
    inputStyle: "contenteditable", // what scrolls then holds what has the focus, and screen readers read the lines
    extraKeys: {
      ...Yasqe.defaults.extraKeys,
      "Ctrl-Enter": run,
      "Cmd-Enter": run,
      Tab: false, // the keyboard must find its way out
      "Shift-Tab": false,
      "Ctrl-S": false,
      F11: false,
    },
  });
  editor.getInputField().setAttribute("aria-label", say("editor"));
  editor.getInputField().setAttribute("aria-describedby", "keys");
  return editor;
}

/** @param {"class" | "property"} kind @param {{prefixes: Record<string, string>, names: Name[]}} library */
function complete(kind, { prefixes, names }) {
  const own = names.filter((name) => name.kind === kind);
  const prefix = Object.entries(prefixes);
  const short = (iri) => {
    const found = prefix.find(([, start]) => iri.startsWith(start));
    return found ? `${found[0]}:${iri.slice(found[1].length)}` : `<${iri}>`;
  };
  const labels = new Map(own.map((name) => [short(name.iri), name.label[language === "en" ? 1 : 0]]));
  const name = `keikaku-${kind}`;
  Yasqe.registerAutocompleter(
    {
      name,
      bulk: false,
      autoShow: false,
      isValidCompletionPosition: (yasqe) => expected(yasqe) === kind,
      get: (_yasqe, token) => {
        const typed = (token?.string ?? "").trim().toLowerCase();
        return [...labels.keys()].filter((one) => matches(one, labels.get(one) ?? "", typed));
      },
      preProcessToken: (_yasqe, token) => token,
      postProcessSuggestion: (_yasqe, _token, text) => text,
      postprocessHints: (yasqe, hints) =>
        hints.map((hint) => ({ ...hint, displayText: `${hint.text}  ${labels.get(hint.text) ?? ""}` })),
    },
    false,
  );
}

/** @param {string} name @param {string} label @param {string} typed */
function matches(name, label, typed) {
  const local = typed.includes(":") ? typed : `:${typed}`;
  return name.toLowerCase().includes(local) || name.toLowerCase().startsWith(typed) || label.toLowerCase().includes(typed);
}

/** What the grammar lets stand at the cursor: a class after "a", else a property. @param {Yasqe} yasqe */
function expected(yasqe) {
  const token = yasqe.getCompleteToken();
  if (!token || token.string.startsWith("?") || token.string.startsWith("#") || token.type === "comment") return "";
  const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token);
  if (["a", "rdf:type"].includes(before?.string)) return "class";
  return token.state.possibleCurrent?.some((one) => one === "a") ? "property" : "";
}
