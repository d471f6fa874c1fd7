// What two prints of one name have in common: keikaku.read.folding.key, so that a word that is typed here finds
// what kei:searchKey holds. A test compares the two.

const waves = "~～〜∼˜⁓〰∾";
const dashes = "−─━⎯┄┅┈┉╌╍⁃˗";
const variants = new Map(
  [..."ヶヵ髙﨑嵜碕德邊邉齋齊斎濵濱澤櫻國廣眞龍瀧舘曾冨條藪塚"].map((char, at) => [
    char,
    [..."ケカ高崎崎崎徳辺辺斉斉斉浜浜沢桜国広真竜滝館曽富条薮塚"][at],
  ]),
);

/** @param {string} char @returns {string} */
function foldCharacter(char) {
  if (char === "\t" || /[\p{No}\p{Nl}]/u.test(char)) return char;
  if (waves.includes(char)) return "~";
  if (char === "\ufffd" || /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}]/u.test(char)) return " ";
  if (dashes.includes(char) || (/\p{Pd}/u.test(char) && char !== "゠")) return "-";
  const plain = char.normalize("NFKC");
  return [...plain].length !== 1 || plain === char ? char : foldCharacter(plain);
}

/** Python's casefold, for the letters that plans are written in. @param {string} text */
const casefold = (text) => text.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");

/** @param {string} text */
export function key(text) {
  const plain = casefold(text.normalize("NFKC")).normalize("NFKC");
  const folded = Array.from(plain, foldCharacter).map((char) => variants.get(char) ?? char);
  return folded.filter((char) => !/[\s\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(char)).join("").normalize("NFKC");
}
