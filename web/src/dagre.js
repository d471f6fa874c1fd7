// Says where the boxes and lines of a graph stand; the page of the lineage loads it when it draws one.

import { Graph, layout } from "@dagrejs/dagre";

globalThis.keikaku = { ...globalThis.keikaku, dagre: { Graph, layout } };
