import type { Language } from "./languages.ts";
import { escapeLines } from "./markdown.ts";
import type { Knowledge, Say, Statement, Topic } from "./ports.ts";
import type { Region } from "./regions.ts";
import type { Block, Button, SourceLine } from "./reply.ts";

/** Who an answer is for, and when. `now` is epoch milliseconds. */
export interface Reader {
  language: Language;
  region: Region | undefined;
  now: number;
}

/** What shows a date, and whether a source has become too old. Implemented by the knowledge. */
type Dated = Pick<Knowledge, "source" | "say" | "isStale" | "formatDay">;

/** Blocks that say what a topic's statements say, and the sources that these rely on. */
interface Told {
  blocks: readonly Block[];
  sources: readonly string[];
}

/**
 * What was told of a topic before, by region. It is the same for everybody, so it is kept as long as the topic, and the same
 * blocks are given each time: renderers keep what they made of a block.
 */
const told = new WeakMap<Topic, Map<string, Told>>();

function toldBefore(topic: Topic, name: string, tell: () => Told): Told {
  const known = told.get(topic) ?? new Map<string, Told>();
  told.set(topic, known);
  const one = known.get(name) ?? tell();
  known.set(name, one);
  return one;
}

/**
 * A whole answer: what holds for all, what holds in the reader's region, the sources, and what the reader's company adds to
 * it in its own words, marked as that. No buttons.
 */
export function answerBlocks(topic: Topic, reader: Reader, knowledge: Dated, note?: string): Block[] {
  const say = knowledge.say(topic.language);
  const { blocks, sources } = toldBefore(topic, reader.region ?? "every region", () => tellAll(topic, reader.region, knowledge));
  return [...blocks, ...staleBlocks(sources, topic.language, reader.now, knowledge), ...(note === undefined ? [] : noteBlocks(note, say))];
}

function tellAll(topic: Topic, region: Region | undefined, knowledge: Dated): Told {
  const say = knowledge.say(topic.language);
  const common = topic.statements.filter((statement) => !statement.regions);
  const regional = topic.statements.filter(({ regions }) => regions && (region === undefined || regions.includes(region)));
  const blocks: Block[] = [{ type: "heading", text: topic.title }];
  if (common.length > 0) blocks.push({ type: "text", text: common.map((statement) => statement.text).join("\n\n") });
  if (regional.length > 0) blocks.push({ type: "text", text: regional.map((statement) => `- ${withRegions(statement, say)}`).join("\n") });
  const sources = sourcesOf([...common, ...regional]);
  return { blocks: [...blocks, ...listBlocks(sources, topic.language, knowledge)], sources };
}

/** The company's own note, after everything that has a source. */
function noteBlocks(note: string, say: Say): Block[] {
  return [
    { type: "text", text: `**${say("notes.heading")}**\n\n${escapeLines(note)}` },
    { type: "note", text: say("notes.not-checked") },
  ];
}

/** The shortest form, for a question that names two things: the first statement and its sources. */
export function shortAnswerBlocks(topic: Topic, reader: Reader, knowledge: Dated): Block[] {
  const { blocks, sources } = toldBefore(topic, "in short", () => tellFirst(topic, knowledge));
  return [...blocks, ...staleBlocks(sources, topic.language, reader.now, knowledge)];
}

function tellFirst(topic: Topic, knowledge: Dated): Told {
  const first = topic.statements[0];
  if (!first) return { blocks: [], sources: [] };
  const text = first.regions ? withRegions(first, knowledge.say(topic.language)) : first.text;
  const sources = sourcesOf([first]);
  const blocks: Block[] = [
    { type: "heading", text: topic.title },
    { type: "text", text },
    ...listBlocks(sources, topic.language, knowledge),
  ];
  return { blocks, sources };
}

/** The sources of some statements, each once, in the order in which they are first relied on; a note when one is old. */
export function sourceBlocks(
  statements: readonly Pick<Statement, "sources">[],
  language: Language,
  now: number,
  knowledge: Dated,
): Block[] {
  const ids = sourcesOf(statements);
  return [...listBlocks(ids, language, knowledge), ...staleBlocks(ids, language, now, knowledge)];
}

function sourcesOf(statements: readonly Pick<Statement, "sources">[]): string[] {
  return [...new Set(statements.flatMap((statement) => statement.sources))];
}

function listBlocks(ids: readonly string[], language: Language, knowledge: Dated): Block[] {
  if (ids.length === 0) return [];
  const title = knowledge.say(language)("answer.sources", { count: ids.length });
  return [{ type: "sources", title, items: ids.map((id) => sourceLine(id, language, knowledge)) }];
}

function staleBlocks(ids: readonly string[], language: Language, now: number, knowledge: Dated): Block[] {
  const stale = ids.some((id) => knowledge.isStale(knowledge.source(id), now));
  return stale ? [{ type: "note", text: knowledge.say(language)("answer.may-be-outdated") }] : [];
}

/** One source as it is shown: who, what, how sure, and when it was checked. */
export function sourceLine(id: string, language: Language, knowledge: Dated): SourceLine {
  const { publisher, title, url, kind, checked } = knowledge.source(id);
  const say = knowledge.say(language);
  const label = say("answer.source-label", { kind: say(`source-kinds.${kind}`), day: knowledge.formatDay(checked, language) });
  return { publisher, title, checked, label, ...(url === undefined ? {} : { url }) };
}

/** Buttons that lead to topics. */
export function topicButtons(ids: readonly string[], language: Language, knowledge: Pick<Knowledge, "topic">): Button[] {
  return ids.flatMap((id) => {
    const topic = knowledge.topic(id, language);
    return topic ? [{ label: topic.title, action: { command: "ask", verb: "topic", subject: id } }] : [];
  });
}

/** The same with labels that say more is known of each, for where only the first sentence stands. */
export function fullAnswerButtons(ids: readonly string[], language: Language, knowledge: Pick<Knowledge, "topic" | "say">): Button[] {
  const say = knowledge.say(language);
  return topicButtons(ids, language, knowledge).map((button) => ({ ...button, label: say("ask.full-answer", { title: button.label }) }));
}

function withRegions(statement: Statement, say: Say): string {
  const names = (statement.regions ?? []).map((region) => say(`regions.${region}`));
  return say("answer.for-regions", { names: names.join(", "), text: statement.text });
}
