/**
 * The concept lexicon: words and phrases of every language mapped to language-neutral ideas ("private-message",
 * "switch-off"), so that a phrasing in one language teaches the model something about all the others.
 */
import { foldText } from "./normalize.ts";

/**
 * The lexicon as written in `knowledge/lexicon.yaml`: concept id → language (or `any`) → patterns.
 *
 * A pattern is one or more words. `train*` matches every word beginning with "train"; `*nachricht*` every word holding
 * it; `turn .. off` allows up to {@link MAX_GAP} words in between. Accents and capitals do not matter.
 */
export type Lexicon = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Most words that `..` in a pattern stands for: enough for "turn that whole thing off", too few to cross a clause. */
const MAX_GAP = 4;

interface WordTest {
  readonly stem: string;
  readonly kind: "exact" | "prefix" | "infix";
  /** Whether up to {@link MAX_GAP} words may stand before this one. */
  readonly afterGap: boolean;
}

interface Pattern {
  readonly concept: number;
  readonly folded: string;
  /** What the words after the first must be; worked out when the first word is met, as most patterns never are. */
  rest?: readonly WordTest[];
}

/** The lexicon, indexed by the first word of each pattern. */
export interface CompiledLexicon {
  readonly concepts: readonly string[];
  /** Folded patterns per concept. */
  readonly patterns: readonly (readonly string[])[];
  readonly exact: ReadonlyMap<string, readonly Pattern[]>;
  readonly prefix: ReadonlyMap<string, readonly Pattern[]>;
  readonly infix: readonly { readonly stem: string; readonly pattern: Pattern }[];
}

/** One place in a text where a concept was found: words `from` to `to` (exclusive). */
export interface ConceptMatch {
  readonly concept: number;
  readonly from: number;
  readonly to: number;
}

/** A lexicon without any concept. */
export const EMPTY_LEXICON: Lexicon = {};

/**
 * Prepares a lexicon for matching.
 * @throws {Error} naming concept and pattern, when a pattern holds no word or begins or ends with `..`
 */
export function compileLexicon(lexicon: Lexicon): CompiledLexicon {
  const concepts = Object.keys(lexicon);
  const patterns = concepts.map((id) => [
    ...new Set(Object.values(lexicon[id] ?? {}).flatMap((sources) => sources.map((source) => foldPattern(source, id)))),
  ]);
  return indexPatterns(concepts, patterns);
}

/**
 * Builds the index from folded patterns (those of {@link CompiledLexicon.patterns}). Folding fifteen thousand
 * patterns takes 0.1 s, which a start can do without: a stored model keeps them folded and needs only this.
 */
export function indexPatterns(concepts: readonly string[], patterns: readonly (readonly string[])[]): CompiledLexicon {
  const exact = new Map<string, Pattern[]>();
  const prefix = new Map<string, Pattern[]>();
  const infix: { stem: string; pattern: Pattern }[] = [];
  const pairs = patterns.flatMap((sources, concept) => sources.map((folded): Pattern => ({ concept, folded })));
  for (const pattern of pairs) {
    const [first] = pattern.folded.split(" ", 1) as [string];
    const stem = first.replaceAll("*", "");
    if (first.startsWith("*")) infix.push({ stem, pattern });
    else append(first.endsWith("*") ? prefix : exact, stem, pattern);
  }
  return { concepts, patterns, exact, prefix, infix };
}

/** Every place where a concept stands in a folded text's words. One concept may be found at several places. */
export function findConcepts(words: readonly string[], lexicon: CompiledLexicon): ConceptMatch[] {
  const found: ConceptMatch[] = [];
  for (let from = 0; from < words.length; from++) {
    for (const pattern of candidates(words[from] as string, lexicon)) {
      const to = matchEnd(words, from, pattern);
      if (to > 0) found.push({ concept: pattern.concept, from, to });
    }
  }
  return found;
}

function candidates(word: string, lexicon: CompiledLexicon): Pattern[] {
  const candidates = [...(lexicon.exact.get(word) ?? [])];
  for (let length = 1; length <= word.length; length++) candidates.push(...(lexicon.prefix.get(word.slice(0, length)) ?? []));
  for (const { stem, pattern } of lexicon.infix) if (word.includes(stem)) candidates.push(pattern);
  return candidates;
}

/** Index after the last word of the pattern when it stands at `from`, else 0. */
function matchEnd(words: readonly string[], from: number, pattern: Pattern): number {
  pattern.rest ??= readTests(pattern.folded).slice(1);
  let at = from + 1;
  for (const test of pattern.rest) {
    const last = Math.min(words.length - 1, at + (test.afterGap ? MAX_GAP : 0));
    while (at <= last && !passes(words[at] as string, test)) at++;
    if (at > last) return 0;
    at++;
  }
  return at;
}

function passes(word: string, test: WordTest): boolean {
  if (test.kind === "exact") return word === test.stem;
  return test.kind === "prefix" ? word.startsWith(test.stem) : word.includes(test.stem);
}

/** The pattern in folded words, in the same notation. */
function foldPattern(source: string, concept: string): string {
  const parts = source.split(/\s+/u).filter((part) => part !== "");
  if (parts.length === 0 || parts[0] === ".." || parts.at(-1) === "..") {
    throw new Error(`Concept "${concept}": "${source}" must begin and end with a word.`);
  }
  return parts.map((part) => (part === ".." ? part : foldPart(part, source, concept))).join(" ");
}

function foldPart(part: string, source: string, concept: string): string {
  const folded = foldText(part.replaceAll("*", ""));
  if (folded === "") throw new Error(`Concept "${concept}": "${source}" holds no word; write a letter beside each *.`);
  // "opt-out*" folds to two words; only the last of them is a stem, and neither can stand inside a word.
  const isInfix = part.startsWith("*") && !folded.includes(" ");
  return `${isInfix ? "*" : ""}${folded}${part.endsWith("*") ? "*" : ""}`;
}

function readTests(folded: string): WordTest[] {
  const tests: WordTest[] = [];
  let afterGap = false;
  for (const part of folded.split(" ")) {
    if (part === "..") {
      afterGap = true;
      continue;
    }
    const kind = part.startsWith("*") ? "infix" : part.endsWith("*") ? "prefix" : "exact";
    tests.push({ stem: part.replaceAll("*", ""), kind, afterGap });
    afterGap = false;
  }
  return tests;
}

function append(index: Map<string, Pattern[]>, stem: string, pattern: Pattern): void {
  const there = index.get(stem);
  if (there) there.push(pattern);
  else index.set(stem, [pattern]);
}
