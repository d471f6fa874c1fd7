// Brackets for what Oxigraph's npm releases (0.4 to 0.5.11) read from the right: a - b - c as a - (b - c), a / b / c
// as a / (b / c). SPARQL reads both from the left (SPARQL 1.1 §19.8, rules 116 and 117). A parser of the whole
// grammar says where operands stand; nothing but brackets is put into the text, and they change no line.

import { sparql12ParserBuilder } from "@traqula/parser-sparql-1-2";
import { AstFactory, completeParseContext, copyParseContext, lex } from "@traqula/rules-sparql-1-2";

const arithmetic = new Set(["+", "-", "*", "/"]);

/** What the parser cannot read: where it gave up, or 0. */
export class Unread extends Error {
  /** @param {string} message @param {number} offset */
  constructor(message, offset) {
    super(message);
    this.offset = offset;
  }
}

/** @type {{queryOrUpdate: (text: string, context: any) => any} | undefined} */
let parser;
const context = completeParseContext({
  astFactory: new AstFactory({ tracksSourceLocation: true }),
  skipValidation: true, // what is no matter of grammar, the engine says itself
});

/** @param {string} text @returns {any} */
function parse(text) {
  parser ??= sparql12ParserBuilder.build({
    tokenVocabulary: lex.sparql12LexerBuilder.tokenVocabulary,
    lexerConfig: { positionTracking: "full" },
    errorHandler: ([{ message, token }]) => {
      throw new Unread(message, Number.isNaN(token.startOffset) ? text.length : token.startOffset);
    },
  });
  try {
    return parser.queryOrUpdate(text, copyParseContext(context));
  } catch (error) {
    if (error instanceof Unread) throw error;
    throw new Unread(error.message, Number(/at offset: (\d+)/.exec(error.message)?.[1] ?? 0)); // of the lexer
  }
}

/** An arithmetic operation of two operands. @param {any} node */
const isOperation = (node) => node?.subType === "operation" && arithmetic.has(node.operator) && node.args.length === 2;

/** @param {any} node @returns {Generator<any>} */
function* operations(node) {
  if (isOperation(node)) yield node;
  for (const [key, value] of Object.entries(node)) {
    if (key !== "loc" && value && typeof value === "object") yield* operations(value);
  }
}

/** Where an operand starts: the sign of "?a -6 / 2" is the operator before it, though it stands in the number. @param {any} node */
function start(node, text) {
  let first = node;
  while (isOperation(first) && first.args[0].loc.start === node.loc.start) first = first.args[0];
  const sign = text[node.loc.start];
  return node.loc.start + Number(first.subType === "literal" && "+-".includes(sign) && first.value[0] !== sign);
}

/**
 * A query with brackets around each left operand that is an operation itself.
 * @param {string} text
 * @returns {string}
 * @throws {Unread} where the text is not SPARQL as the parser knows it
 */
export function bracketed(text) {
  const marks = [...operations(parse(text))]
    .map(({ args: [left] }) => left)
    .filter(isOperation)
    .flatMap((left) => [[start(left, text), "("], [left.loc.end, ")"]])
    .sort(([one], [other]) => one - other);
  let made = "";
  let at = 0;
  for (const [offset, mark] of marks) {
    made += text.slice(at, offset) + mark;
    at = offset;
  }
  return made + text.slice(at);
}
