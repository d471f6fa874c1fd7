// What two prints of one name have in common: keikaku.ground.text.folding.key, so that a word that is typed here finds
// what kei:searchKey holds. A test compares the two.

import { ignorable, standsFor, usual } from "./characters.js";

const waves = "~～〜∼˜⁓〰∾";
const dashes = "−─━⎯┄┅┈┉╌╍⁃˗";
/** keikaku.ground.text.characters.unify: radicals, letters and marks apart, what nobody sees. @param {string} text */
export function unify(text) {
  const seen = text.replace(ignorable, "");
  return Array.from(seen, (char) => standsFor.get(char) ?? char).join("").normalize("NFC");
}

/** @param {string} char @returns {string} */
function foldCharacter(char) {
  if (char === "\t" || /[\p{No}\p{Nl}]/u.test(char)) return char;
  if (waves.includes(char)) return "~";
  if (char === "\ufffd" || /[\p{Cc}\p{Cf}\p{Co}\p{Zs}\p{Zl}\p{Zp}]/u.test(char)) return " ";
  if (dashes.includes(char) || (/\p{Pd}/u.test(char) && char !== "゠")) return "-";
  const plain = char.normalize("NFKC");
  return [...plain].length !== 1 || plain === char ? char : foldCharacter(plain);
}

/** Python's casefold, for the letters that plans are written in. @param {string} text */
const casefold = (text) => text.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");

/** @param {string} text */
export function key(text) {
  const plain = casefold(unify(text).normalize("NFKC")).normalize("NFKC");
  const folded = Array.from(plain, foldCharacter).map((char) => usual.get(char) ?? char);
  return folded.filter((char) => !/\s/u.test(char)).join("").normalize("NFKC");
}
