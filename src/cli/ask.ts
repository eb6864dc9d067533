import { parseArgs } from "node:util";
import { renderScreen } from "../adapters/terminal/render.ts";
import { answerBlocks, sourceLine } from "../core/answer.ts";
import { KnowledgeError } from "../core/errors.ts";
import { DEFAULT_LANGUAGE, isLanguage, LANGUAGES, type Language } from "../core/languages.ts";
import { stripMarkdown } from "../core/markdown.ts";
import type { Knowledge, Match, Reason, Statement } from "../core/ports.ts";
import { isRegion, REGIONS, type Region } from "../core/regions.ts";
import { openKnowledge } from "../knowledge/open-knowledge.ts";

const USAGE = `Usage: npm run -s ask -- "question" [--lang ${LANGUAGES.join("|")}] [--region ${REGIONS.join("|")}] [--topic id] [--json] [--explain]`;

interface Options {
  question: string;
  language?: Language;
  region?: Region;
  topic?: string;
  json: boolean;
  explain: boolean;
}

/** One answer, as programs read it. `confidence` is between 0 and 1; dates are ISO. */
interface JsonAnswer {
  kind: Match["kind"];
  topic: string | null;
  confidence: number;
  language: Language;
  answer: string | null;
  sources: { publisher: string; title: string; url: string | null; checked: string }[];
  alternatives: { topic: string; title: string; confidence: number }[];
  /** Only with --explain: what in the question spoke for each topic. */
  explanation?: Explanation[];
}

type Explanation = { topic: string; reasons: readonly Reason[] };

/** Reads the command line; throws a sentence for whoever typed it. */
function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      lang: { type: "string" },
      region: { type: "string" },
      topic: { type: "string" },
      json: { type: "boolean", default: false },
      explain: { type: "boolean", default: false },
    },
  });
  const { lang, region, topic, json, explain } = values;
  if (lang !== undefined && !isLanguage(lang)) throw new Error(`--lang ${lang} is not one of ${LANGUAGES.join(", ")}`);
  if (region !== undefined && !isRegion(region)) throw new Error(`--region ${region} is not one of ${REGIONS.join(", ")}`);
  const question = positionals.join(" ").trim();
  if (question === "" && topic === undefined) throw new Error("there is no question");
  return {
    question,
    json,
    explain,
    ...(lang === undefined ? {} : { language: lang }),
    ...(region === undefined ? {} : { region }),
    ...(topic === undefined ? {} : { topic }),
  };
}

function findMatch(knowledge: Knowledge, { question, topic }: Options): Match {
  if (topic === undefined) return knowledge.match(question);
  if (!knowledge.topicIds.includes(topic)) throw new Error(`no topic is called ${topic}`);
  return { kind: "answer", topics: [{ topic, confidence: 1 }] };
}

function jsonAnswer(match: Match, language: Language, region: Region | undefined, knowledge: Knowledge): JsonAnswer {
  const named = match.topics.flatMap(({ topic, confidence }) => {
    const found = knowledge.topic(topic, language);
    return found ? [{ found, confidence }] : [];
  });
  const best = match.kind === "answer" ? named[0] : undefined;
  const told = best ? best.found.statements.filter((statement) => !region || !statement.regions || statement.regions.includes(region)) : [];
  const ids = [...new Set(told.flatMap((statement) => statement.sources))];
  const alternatives = best ? named.slice(1) : named;
  return {
    kind: match.kind,
    topic: best?.found.id ?? null,
    confidence: named[0]?.confidence ?? 0,
    language,
    answer: best ? told.map(plainStatement).join("\n") : null,
    sources: ids.map((id) => {
      const { publisher, title, url, checked } = sourceLine(id, language, knowledge);
      return { publisher, title, url: url ?? null, checked };
    }),
    alternatives: alternatives.map(({ found, confidence }) => ({ topic: found.id, title: found.title, confidence })),
  };
}

function plainStatement({ text, regions }: Statement): string {
  return (regions ? `[${regions.join(", ")}] ` : "") + stripMarkdown(text);
}

function textAnswer(match: Match, language: Language, region: Region | undefined, knowledge: Knowledge): string {
  const say = knowledge.say(language);
  const topics = match.topics.flatMap(({ topic }) => knowledge.topic(topic, language) ?? []);
  const reader = { language, region, now: Date.now() };
  const blocks =
    match.kind === "answer"
      ? topics.flatMap((topic) => answerBlocks(topic, reader, knowledge))
      : [{ type: "text" as const, text: match.kind === "unknown" ? say("ask.unknown") : say("ask.unsure", { count: topics.length }) }];
  const { text } = renderScreen({ blocks, audience: "person", replaces: false }, { styled: false, columns: process.stdout.columns ?? 0 });
  return match.kind === "answer" ? text : [text, ...topics.map((topic) => `- ${topic.title} (--topic ${topic.id})`)].join("\n");
}

function explain(match: Match, question: string, knowledge: Knowledge): Explanation[] {
  return match.topics.map(({ topic }) => ({ topic, reasons: knowledge.explain(question, topic) }));
}

/** "private-messages matched: private-message + train (31 %), dms (20 %)" */
function explanationLine({ topic, reasons }: Explanation): string {
  const parts = reasons.map(({ label, share }) => `${label} (${Math.round(share * 100)} %)`);
  return `\n${topic} matched: ${parts.join(", ") || "nothing in the question"}`;
}

async function main(): Promise<void> {
  try {
    const options = readOptions(process.argv.slice(2));
    const knowledge = await openKnowledge();
    const match = findMatch(knowledge, options);
    const language = options.language ?? match.language ?? DEFAULT_LANGUAGE;
    const explanation = options.explain ? explain(match, options.question, knowledge) : undefined;
    if (options.json) {
      console.log(JSON.stringify({ ...jsonAnswer(match, language, options.region, knowledge), ...(explanation ? { explanation } : {}) }));
    } else {
      console.log(textAnswer(match, language, options.region, knowledge));
      for (const line of explanation?.map(explanationLine) ?? []) console.log(line);
    }
  } catch (error) {
    const lines = error instanceof KnowledgeError ? error.problems : [error instanceof Error ? error.message : String(error), USAGE];
    console.error(lines.join("\n"));
    process.exitCode = 2;
  }
}

await main();
