// What the pages say, in the language of the page.

/** @type {Record<string, [ja: string, en: string]>} */
const texts = {
  choose: ["質問を選ぶ…", "Choose a question…"],
  all: ["すべて", "all"],
  required: ["(必須)", "(required)"],
  optional: ["(任意)", "(optional)"],
  notOfType: ["「{name}」の値が正しくありません: {type}", "The value of “{name}” is not right: {type}"],
  iri: ["絶対IRI(https://…)か接頭辞つきの名前(sdg:11)を入れてください。", "enter an absolute IRI (https://…) or a prefixed name (sdg:11)."],
  string: ["文字を入れてください。", "enter some text."],
  key: ["文字を入れてください。", "enter some text."],
  integer: ["整数を入れてください。", "enter a whole number."],
  year: ["4桁の年を入れてください。", "enter a year of four digits."],
  loading: ["データを読み込んでいます: {read}", "Loading the data: {read}"],
  loadingOf: ["データを読み込んでいます: {read} / {whole}", "Loading the data: {read} of {whole}"],
  starting: ["検索エンジンを起動しています…", "Starting the query engine…"],
  storing: ["データを索引に入れています…", "Indexing the data…"],
  running: ["実行中… {seconds}秒", "Running… {seconds} s"],
  stopped: ["停止しました。", "Stopped."],
  timeLimit: [
    "{seconds}秒を超えたので停止しました。LIMIT をつけるか、条件を絞ってください。",
    "Stopped after {seconds} seconds. Add a LIMIT or narrow the conditions.",
  ],
  rows: ["{count}行({seconds}秒)", "{count} rows ({seconds} s)"],
  rowsShown: ["{count}行のうち先頭の{shown}行を表示({seconds}秒)", "The first {shown} of {count} rows ({seconds} s)"],
  more: ["次の{count}行を表示", "Show {count} more"],
  truth: ["答え: {answer}({seconds}秒)", "Answer: {answer} ({seconds} s)"],
  yes: ["はい (true)", "yes (true)"],
  no: ["いいえ (false)", "no (false)"],
  empty: ["該当するものはありません。", "Nothing matches."],
  results: ["結果", "Results"],
  csv: ["CSVで保存", "Save as CSV"],
  json: ["JSONで保存", "Save as JSON"],
  triples: ["N-Triplesで保存", "Save as N-Triples"],
  syntax: ["{line}行{column}文字目に構文の誤りがあります。", "Syntax error in line {line}, column {column}."],
  unread: [
    "{line}行{column}文字目から先は SPARQL 1.2 の構文として読めません。エンジン独自の拡張は、計算の順序を確かめられないため、ここでは実行しません。",
    "From line {line}, column {column} on this is no SPARQL 1.2. Extensions of the engine are not run here: the order in which it computes could not be made sure.",
  ],
  failed: ["実行できませんでした。", "The query could not be run."],
  unreachable: [
    "{url} を読めませんでした({detail})。ファイルとして開いている場合は、ウェブサーバーを通して開いてください。",
    "{url} could not be read ({detail}). If this page is open as a file, open it through a web server.",
  ],
  noMemory: ["ブラウザーのメモリが足りなくなりました。条件を絞ってください。", "The browser ran out of memory. Narrow the conditions."],
  later: ["{seconds}秒ほど待ってから、もう一度実行してください。", "Try again in {seconds} seconds."],
  editor: ["SPARQLの編集", "SPARQL editor"],
  unknownQuery: ["「{name}」という質問はありません。", "There is no question called “{name}”."],
  unknownThing: ["この名前のものは系譜にありません: {iri}", "The lineage holds nothing by this name: {iri}"],
  serves: ["これが貢献する先({count})", "What it serves ({count})"],
  servedBy: ["これに貢献するもの({count})", "What serves it ({count})"],
  open: ["開く", "Expand"],
  close: ["閉じる", "Collapse"],
  page: ["ページを開く", "Open its page"],
  centre: ["ここを中心にする", "Start from here"],
  graph: ["系譜図: {label}。{nodes}個、{edges}本のつながり", "Lineage of {label}. Things: {nodes}, links: {edges}"],
  expandUp: ["上位を{count}個開く: {label}", "Show {count} that {label} serves"],
  expandDown: ["下位を{count}個開く: {label}", "Show {count} that serve {label}"],
  expanded: ["{count}個を加えました。", "{count} added."],
  nothingMore: ["これ以上のつながりはありません。", "There is nothing further."],
};

export const language = document.documentElement.lang === "en" ? "en" : "ja";

/**
 * A text with its values put in.
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
export function say(name, values = {}) {
  const text = texts[name][language === "en" ? 1 : 0];
  return text.replaceAll(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** @param {number} count */
export const number = (count) => count.toLocaleString(language);

/** @param {number} bytes */
export const size = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
