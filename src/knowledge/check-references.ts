import type { z } from "zod";
import { DEFAULT_LANGUAGE, LANGUAGES } from "../core/languages.ts";
import { checkChanges } from "./changes.ts";
import { checkMessages } from "./check-messages.ts";
import { checkSources } from "./check-sources.ts";
import { checkTimes } from "./check-times.ts";
import { checkWalkthrough } from "./check-walkthrough.ts";
import type { Checked, KnowledgeFiles } from "./files.ts";
import type { topicFile, topicTextFile } from "./schema.ts";

/** Problems between files: names that lead nowhere, texts without a statement, statements without a text. One `file:line:col message` each. */
export function checkReferences(files: KnowledgeFiles): string[] {
  return [
    ...[...files.topics].flatMap(([id, topic]) => checkTopic(id, topic, files)),
    ...[...files.walkthroughs].flatMap(([id, walkthrough]) => checkWalkthrough(id, walkthrough, files)),
    ...checkPhrasings(files),
    ...checkChanges(files),
    ...checkMessages(files),
    ...checkTimes(files),
  ];
}

type TopicEntry = KnowledgeFiles["topics"] extends Map<string, infer T> ? T : never;

function checkTopic(id: string, { neutral, texts }: TopicEntry, files: KnowledgeFiles): string[] {
  const { yaml, data } = neutral;
  const problems: string[] = [];
  const report = (path: readonly PropertyKey[], message: string) => problems.push(`${yaml.locate(path)} ${message}`);
  if (data.walkthrough && !files.walkthroughs.has(data.walkthrough)) {
    report(["walkthrough"], `no walkthrough is called ${data.walkthrough}: see the folders of knowledge/walkthroughs`);
  }
  data.related.forEach((related, index) => {
    if (!files.topics.has(related)) report(["related", index], `no topic is called ${related}: see the folders of knowledge/topics`);
    if (related === id) report(["related", index], "a topic cannot be related to itself: take it out");
  });
  const seen = new Set<string>();
  data.statements.forEach((statement, index) => {
    if (seen.has(statement.id)) report(["statements", index, "id"], `${statement.id} is used twice: give one of them another name`);
    seen.add(statement.id);
    problems.push(...checkSources(neutral, ["statements", index, "sources"], statement.sources, files));
  });
  if (!texts[DEFAULT_LANGUAGE]) report([], `the English text is missing: add knowledge/topics/${id}/en.yaml`);
  for (const language of LANGUAGES) {
    const text = texts[language];
    if (text) problems.push(...checkTopicText(data, text));
  }
  return problems;
}

function checkTopicText(topic: z.infer<typeof topicFile>, text: Checked<z.infer<typeof topicTextFile>>): string[] {
  const ids = topic.statements.map((statement) => statement.id);
  const given = Object.keys(text.data.statements);
  const missing = ids.filter((id) => !given.includes(id));
  const unknown = given.filter((id) => !ids.includes(id));
  return [
    ...missing.map((id) => `${text.yaml.locate(["statements"])} the statement ${id} has no text here: add it`),
    ...unknown.map(
      (id) => `${text.yaml.locate(["statements", id])} topic.yaml has no statement ${id}: add it there, with its source, or take it out`,
    ),
  ];
}

function checkPhrasings(files: KnowledgeFiles): string[] {
  return LANGUAGES.flatMap((language) => {
    const file = files.phrasings[language];
    const unknown = Object.keys(file?.data ?? {}).filter((topic) => !files.topics.has(topic));
    return unknown.map((topic) => `${file?.yaml.locate([topic])} no topic is called ${topic}: see the folders of knowledge/topics`);
  });
}
