import type { Language } from "./languages.ts";
import { escapeLines, keepParsed } from "./markdown.ts";
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

/**
 * A whole answer: what holds for all, what holds in the reader's region, the sources, and what the reader's company adds to
 * it in its own words, marked as that. No buttons.
 */
export function answerBlocks(topic: Topic, reader: Reader, knowledge: Dated, note?: string): Block[] {
  const say = knowledge.say(topic.language);
  const common = topic.statements.filter((statement) => !statement.regions);
  const regional = topic.statements.filter((statement) => statement.regions);
  const told =
    reader.region === undefined ? regional : regional.filter((statement) => statement.regions?.includes(reader.region as Region));
  const blocks: Block[] = [{ type: "heading", text: topic.title }];
  if (common.length > 0) blocks.push({ type: "text", text: keepParsed(common.map((statement) => statement.text).join("\n\n")) });
  if (told.length > 0)
    blocks.push({ type: "text", text: keepParsed(told.map((statement) => `- ${withRegions(statement, say)}`).join("\n")) });
  blocks.push(...sourceBlocks([...common, ...told], topic.language, reader.now, knowledge));
  if (note !== undefined) blocks.push(...noteBlocks(note, say));
  return blocks;
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
  const first = topic.statements[0];
  if (!first) return [];
  return [
    { type: "heading", text: topic.title },
    { type: "text", text: keepParsed(first.regions ? withRegions(first, knowledge.say(topic.language)) : first.text) },
    ...sourceBlocks([first], topic.language, reader.now, knowledge),
  ];
}

/** The sources of some statements, each once, in the order in which they are first relied on; a note when one is old. */
export function sourceBlocks(
  statements: readonly Pick<Statement, "sources">[],
  language: Language,
  now: number,
  knowledge: Dated,
): Block[] {
  const ids = [...new Set(statements.flatMap((statement) => statement.sources))];
  if (ids.length === 0) return [];
  const say = knowledge.say(language);
  const blocks: Block[] = [
    { type: "sources", title: say("answer.sources", { count: ids.length }), items: ids.map((id) => sourceLine(id, language, knowledge)) },
  ];
  if (ids.some((id) => knowledge.isStale(knowledge.source(id), now))) blocks.push({ type: "note", text: say("answer.may-be-outdated") });
  return blocks;
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

function withRegions(statement: Statement, say: Say): string {
  const names = (statement.regions ?? []).map((region) => say(`regions.${region}`));
  return say("answer.for-regions", { names: names.join(", "), text: statement.text });
}
