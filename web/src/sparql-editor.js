// The editor, which the SPARQL page loads when somebody uses the box.

import { makeEditor } from "./editor.js";

globalThis.keikaku = { ...globalThis.keikaku, "sparql-editor": makeEditor };
