// What the desk says, in the language of its page.

/** @type {Record<string, [ja: string, en: string]>} */
const WORDS = {
  queue: ["確認待ち", "To do"],
  lines: ["このページ", "This page"],
  tree: ["読み取り結果", "What was read"],
  tables: ["表", "Tables"],
  plan: ["plan.yml", "plan.yml"],
  documents: ["文書一覧", "Documents"],
  review: ["レビュー", "Review"],
  openIt: ["Enter で開きます: {name}", "Enter opens it: {name}"],
  read: ["読み取り済み", "read"],
  structure: ["構造", "structure"],
  furniture: ["柱・ノンブルなど", "furniture"],
  outside: ["対象外", "no part of the plan"],
  blank: ["空白", "blank"],
  unread: ["未読", "not read"],
  figure: ["記録のない数値", "figure without a record"],
  chip: ["{label} {count} 行", "{label}: {count}"],
  page: ["{number} ページ", "page {number}"],
  sheet: ["シート「{name}」{first}–{last} 行", "sheet “{name}”, lines {first}–{last}"],
  body: ["{first}–{last} 行", "lines {first}–{last}"],
  text: ["{first}–{last} 行", "lines {first}–{last}"],
  openUnread: ["未読 {unread} 行", "not read: {unread}"],
  openFigure: ["記録のない数値 {figure} 行", "figures: {figure}"],
  clear: ["残りなし", "nothing left"],
  picture: ["{name} の画像。読み取った箇所に枠があります。内容は「このページ」の一覧にあります。", "Picture of {name}; boxes show what was read. The list “This page” holds the same."],
  noPicture: ["このページの画像は作れませんでした。行の一覧で表示しています。", "No picture of this page could be made; its lines are shown instead."],
  loading: ["読み込み中…", "Loading…"],
  nothing: ["ありません。", "Nothing here."],
  lost: ["レビュー画面に接続できません。keikaku review が動いているか確かめてください。決めたことは保存されています。", "The desk does not answer. See whether keikaku review still runs; all that was decided is kept."],
  certain: ["確実", "certain"],
  Certain: ["", ""],
  Repaired: ["補正あり", "repaired"],
  Doubtful: ["不確か", "doubtful"],
  line: ["{number} 行", "line {number}"],
  printed: ["印字: {text}", "print: {text}"],
  more: ["{label} {by}", "{by} {label}"],
  moreLines: ["{label} {by} 行", "{by} lines {label}"],
  same: ["読み取り結果は変わりません。", "Nothing is read otherwise."],
  changed: ["読み直しました: {what}", "Read again: {what}"],
  would: ["こう変わります: {what}", "It would change: {what}"],
  wouldHere: ["このページの前後では、こう変わります: {what}(文書全体は計算中…)", "Around this page it would change: {what} (the whole document is being worked out…)"],
  changedHere: ["このページの前後を読み直しました: {what}。文書全体は続けて読み直しています。", "Read again around this page: {what}. The rest follows."],
  reading: ["文書全体を読み直しています…", "the whole document is being read again…"],
  elsewhere: ["ほかで変更されたので読み直しました。", "It was changed elsewhere; the desk shows what is there now."],
  readOnly: ["閲覧だけの権限でログインしています。", "You are logged in to read alone."],
  logIn: ["ログイン", "Log in"],
  keep: ["保存して読み直す", "Keep and read again"],
  preview: ["試す", "Try"],
  cancel: ["やめる", "Cancel"],
  close: ["閉じる", "Close"],
  planHelp: ["Ctrl+Enter で試すと差分と効果を表示します。保存は確認のあとです。Esc で離れます。", "Ctrl+Enter tries it: the difference and what it changes are shown before anything is kept. Esc leaves."],
  unreadable: ["この plan.yml では読み取れません。", "The document cannot be read with this plan.yml."],
  keysTitle: ["キー一覧", "Keys"],
  keysNote: ["一覧か原本にフォーカスがあるときに使えます。", "They work while the lists or the print have the focus."],
  kMove: ["上下に移る(セルは ← →)", "move (← → for cells)"],
  whichFact: ["どの事実についてですか", "About which fact?"],
  kExtend: ["何行かを一度に選ぶ", "choose several lines"],
  kOpen: ["文書一覧で選んだ文書を開く", "open the document that is chosen in Documents"],
  kTry: ["plan.yml の文を試す", "try the text of plan.yml"],
  kLeave: ["閉じる・入力をやめて一覧へ戻る", "close; leave a field, back to the list"],
  kTabs: ["表示を切り替える", "switch the view"],
  kPage: ["前・次のページ", "page before, page after"],
  kZoom: ["原本を拡大・縮小する", "the print larger, smaller"],
  zoom_in: ["拡大", "Larger"],
  zoom_out: ["縮小", "Smaller"],
  kNext: ["次の未読へ", "the next thing that is open"],
  kUndo: ["直前の判断・変更を取り消す", "take back what was done last"],
  kSearch: ["検索", "search"],
  kHelp: ["この一覧", "these keys"],
  kGo: ["原本のその箇所を一覧で選ぶ", "go from the print to what was read there"],
  found: ["{count} 件見つかりました", "{count} found"],
  noneLeft: ["未読はもうありません。", "Nothing is left unread."],
};

export const language = document.documentElement.lang === "en" ? 1 : 0;

/** A sentence, its values put in. @param {string} name @param {Record<string, any>} [values] */
export function say(name, values = {}) {
  return WORDS[name][language].replace(/\{(\w+)\}/g, (_whole, key) => String(values[key] ?? ""));
}

/** Add sentences of another module. @param {Record<string, [string, string]>} more */
export function learn(more) {
  Object.assign(WORDS, more);
}
