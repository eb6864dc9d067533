/** Training texts as hurried people would have typed them: a word missing, a letter wrong, something about themselves added. */

/** Share of words left out. */
const LEFT_OUT = 0.1;

/** Share of words mistyped. */
const MISTYPED = 0.05;

/** Share of texts that an aside is put before or after. */
const WITH_ASIDE = 0.35;

/** People say who they are and why they ask before they ask, rather than after. */
const ASIDE_FIRST = 0.7;

/** Texts of fewer words lose none, as each of them may carry the question. */
const FEWEST_WORDS = 4;

/** Words of fewer letters are not mistyped: one letter changed makes another word of them. */
const SHORTEST_MISTYPED = 4;

/**
 * The text, altered at random. `asides` are sentences in the same language that say nothing about the topic; without any,
 * none is added.
 */
export function alterText(text: string, asides: readonly string[], random: () => number): string {
  const words = text.split(/\s+/u);
  const kept = words.length < FEWEST_WORDS ? words : words.filter(() => random() >= LEFT_OUT);
  const altered = (kept.length === 0 ? words : kept).map((word) => (random() < MISTYPED ? mistype(word, random) : word)).join(" ");
  if (asides.length === 0 || random() >= WITH_ASIDE) return altered;
  const aside = asides[Math.floor(random() * asides.length)] as string;
  return random() < ASIDE_FIRST ? `${aside}. ${altered}` : `${altered}. ${aside}`;
}

/** Two letters swapped, one left out, or one doubled; never the first, which people get right. */
function mistype(word: string, random: () => number): string {
  const letters = [...word];
  if (letters.length < SHORTEST_MISTYPED) return word;
  const at = 1 + Math.floor(random() * (letters.length - 2));
  const [letter, next] = [letters[at] as string, letters[at + 1] as string];
  const slips = [[next, letter], [next], [letter, letter, next]];
  letters.splice(at, 2, ...(slips[Math.floor(random() * slips.length)] as string[]));
  return letters.join("");
}
