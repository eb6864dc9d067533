/**
 * What a person typed, made safe to keep and easy to compare. Pure functions; none of them throws, whatever the input.
 */

/**
 * Longest question looked at, in UTF-16 code units. The longest phrasing in the knowledge has 219; a mail pasted
 * into the chat says what it wants at its start or its end, so both are kept (see {@link cleanText}).
 */
export const MAX_QUESTION_LENGTH = 1_000;

/** Placed where the middle of an over-long question was left out. */
const ELISION = " … ";

/**
 * Controls, format characters (zero-width, bidi, soft hyphen, byte order mark, tags), invisible fillers and variation
 * selectors: nobody sees them, and they serve to hide or reorder text. Tabs and line ends have become spaces before.
 */
const INVISIBLE = /\p{Cc}|\p{Cf}|\u034F|[\u115F\u1160\u17B4\u17B5\u3164\uFFA0]|\p{Variation_Selector}/gu;

/** More than two combining marks on one letter is a flood ("Zalgo"), in every language supported here. */
const COMBINING_FLOOD = /(\p{M}{2})\p{M}+/gu;

/** Letters that Unicode does not decompose, with the spelling people use when their keyboard lacks them. */
const UNDECOMPOSED: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};
const UNDECOMPOSED_PATTERN = new RegExp(`[${Object.keys(UNDECOMPOSED).join("")}]`, "gu");

/**
 * The text as it may be stored and shown: NFC, well-formed UTF-16, one space between words, at most
 * {@link MAX_QUESTION_LENGTH} code units, nothing invisible in it. Idempotent.
 */
export function cleanText(raw: string): string {
  // Cut first: every later step is then bounded, however long the input was.
  const visible = shorten(raw.toWellFormed())
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]/gu, " ")
    .replace(INVISIBLE, "");
  const composed = visible.normalize("NFC").replace(COMBINING_FLOOD, "$1");
  // Composing can lengthen a text (some characters are excluded from composition), and removing marks can allow another
  // composition; doing both once more reaches the fixed point.
  const settled = shorten(composed.normalize("NFC")).normalize("NFC");
  return settled.replace(/\s+/gu, " ").trim();
}

/**
 * The text as the matcher reads it: {@link cleanText}, lower case, without accents or punctuation, links and addresses
 * replaced by one word each, typographic apostrophes dropped. Words are separated by single spaces. Idempotent.
 */
export function foldText(raw: string): string {
  return foldLetters(cleanText(raw))
    .replace(/\bhttps?:\/\/\S+|\bwww\.\S+/gu, " url ")
    .replace(/\S+@\S+\.\S+/gu, " mailaddress ")
    .replace(/\bopt\s*[-–]\s*(out|in)/gu, "opt $1")
    .replace(/[’'`´ʼ]/gu, " ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Lower case without accents; punctuation and spaces are left as they are. */
function foldLetters(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(UNDECOMPOSED_PATTERN, (letter) => UNDECOMPOSED[letter] ?? letter);
}

function shorten(text: string): string {
  if (text.length <= MAX_QUESTION_LENGTH) return text;
  const half = Math.floor((MAX_QUESTION_LENGTH - ELISION.length) / 2);
  return (text.slice(0, half) + ELISION + text.slice(-half)).toWellFormed();
}
