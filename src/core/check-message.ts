import type { Knowledge, Match } from "./ports.ts";

/** What a message says about one thing that the bot knows: the sentence, and the topic to hold against it. */
export interface Claim {
  topic: string;
  /** The sentence as it stands in the message. */
  sentence: string;
  confidence: number;
}

/** What was found in a message. */
export interface Findings {
  /** It reads like one of the posts that are passed on with "I do not consent". */
  isChainPost: boolean;
  /** It reads like a message that wants people to follow its link. */
  isScam: boolean;
  /** Hosts in it that carry the name of a service that we know, and do not belong to it. */
  imitations: readonly string[];
  /** At most {@link MOST_CLAIMS}, in the order of the message. */
  claims: readonly Claim[];
}

/** The topics that are shown first, with a word of warning. */
export const CHAIN_POST_TOPIC = "copy-paste-post-hoax";
export const SCAM_TOPIC = "scam-phishing-optout";

/** So many claims are shown: more would bury the message. */
export const MOST_CLAIMS = 4;

/** A claim is shown beside what is known, for the reader to compare, so less certainty will do than for an answer. */
const LIKELY = 0.6;

/** What is read of a message, in characters: the longest that Slack lets a person write is 12,000, and each sentence costs a matching. */
const MOST_READ = 12_000;

/** So many sentences are compared at most. */
const MOST_SENTENCES = 60;

/** A sentence of fewer letters claims nothing. */
const SHORTEST_SENTENCE = 12;

const ADDRESS = /\bhttps?:\/\/[^\s<>()|"']+/gi;

/** A chain post or scam may be taken for it from this confidence on: a warning too many costs little. */
const WARN = 0.25;

/**
 * Compares a message with the knowledge, sentence by sentence and as a whole. It finds what the sentences are about; whether
 * they are true it cannot tell, and neither must whoever shows the findings.
 */
export function checkMessage(message: string, knowledge: Pick<Knowledge, "match" | "sources">): Findings {
  const text = message.slice(0, MOST_READ).toWellFormed();
  const whole = knowledge.match(text);
  const sentences = sentencesOf(text).map((sentence) => ({ sentence, match: knowledge.match(sentence) }));
  const all = [whole, ...sentences.map(({ match }) => match)];
  const imitations = imitationsIn(text, knowledge);
  const claims = bestPerTopic(sentences.flatMap(({ sentence, match }) => claimsOf(sentence, match)));
  // A short message may say something only as a whole.
  if (claims.length === 0) claims.push(...bestPerTopic(claimsOf(text.trim(), whole)));
  return {
    isChainPost: readsLike(CHAIN_POST_TOPIC, whole, all),
    isScam: imitations.length > 0 || readsLike(SCAM_TOPIC, whole, all),
    imitations,
    claims: strongest(claims.filter(({ topic }) => topic !== CHAIN_POST_TOPIC && topic !== SCAM_TOPIC)),
  };
}

/** Where a message is cut into what it claims. Line ends are boundaries, too: people write lists. */
function sentencesOf(text: string): string[] {
  // An address is about nothing in itself; it is looked at apart.
  const words = text.replace(ADDRESS, " ");
  const segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });
  return words
    .split(/[\r\n]+/)
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.trim()))
    .filter((sentence) => sentence.length >= SHORTEST_SENTENCE)
    .slice(0, MOST_SENTENCES);
}

function claimsOf(sentence: string, match: Match): Claim[] {
  if (match.kind === "answer") return match.topics.map((one) => ({ ...one, sentence }));
  const likeliest = match.topics[0];
  return match.kind === "did-you-mean" && likeliest && likeliest.confidence >= LIKELY ? [{ ...likeliest, sentence }] : [];
}

function bestPerTopic(claims: readonly Claim[]): Claim[] {
  const best = new Map<string, Claim>();
  for (const claim of claims) {
    if (claim.confidence > (best.get(claim.topic)?.confidence ?? 0)) best.set(claim.topic, claim);
  }
  return [...best.values()];
}

function strongest(claims: readonly Claim[]): Claim[] {
  const kept = new Set(claims.toSorted((one, other) => other.confidence - one.confidence).slice(0, MOST_CLAIMS));
  return claims.filter((claim) => kept.has(claim));
}

function readsLike(topic: string, whole: Match, all: readonly Match[]): boolean {
  const likely = whole.topics.some((one) => one.topic === topic && one.confidence >= WARN);
  return likely || all.some((match) => match.kind === "answer" && match.topics.some((one) => one.topic === topic));
}

/** Hosts that carry a service's name without being the service's. Whose names count, the official sources say. */
function imitationsIn(text: string, { sources }: Pick<Knowledge, "sources">): string[] {
  const genuine = new Set(
    sources.flatMap(({ kind, url }) => (kind === "official" && url !== undefined ? [domainOf(new URL(url).hostname)] : [])),
  );
  const names = new Set([...genuine].map((domain) => domain.split(".")[0] ?? ""));
  const hosts = [...text.matchAll(ADDRESS)].flatMap(([address]) => (URL.canParse(address) ? [new URL(address).hostname] : []));
  const imitating = hosts.filter((host) => !genuine.has(domainOf(host)) && host.split(/[.-]/).some((part) => names.has(part)));
  return [...new Set(imitating)];
}

function domainOf(host: string): string {
  return host.split(".").slice(-2).join(".");
}
