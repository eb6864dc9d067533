import { DEFAULT_LANGUAGE, LANGUAGES } from "../core/languages.ts";
import { checkSources } from "./check-sources.ts";
import type { KnowledgeFiles } from "./files.ts";

type Entry = KnowledgeFiles["walkthroughs"] extends Map<string, infer T> ? T : never;
type Steps = Entry["neutral"]["data"]["steps"];

/** Problems of one walkthrough: steps that lead nowhere, cannot be reached or never come to an end, and texts that are missing. */
export function checkWalkthrough(id: string, entry: Entry, files: KnowledgeFiles): string[] {
  const dangling = checkNames(entry, files);
  // Ways through the graph are followed only when every name in it leads somewhere.
  if (dangling.length > 0) return dangling;
  return [...checkWays(entry), ...checkLanguages(id, entry)];
}

function checkNames({ neutral }: Entry, files: KnowledgeFiles): string[] {
  const { yaml, data } = neutral;
  const problems = data.steps[data.start] ? [] : [`${yaml.locate(["start"])} no step is called ${data.start}`];
  for (const [stepId, step] of Object.entries(data.steps)) {
    const lost = exits(stepId, step).filter(([, next]) => !data.steps[next]);
    problems.push(...lost.map(([path, next]) => `${yaml.locate(path)} no step is called ${next}`));
    problems.push(...checkSources(neutral, ["steps", stepId, "sources"], step.sources, files));
    const related = step.kind === "end" ? step.related : [];
    related.forEach((topic, index) => {
      if (!files.topics.has(topic)) problems.push(`${yaml.locate(["steps", stepId, "related", index])} no topic is called ${topic}`);
    });
  }
  return problems;
}

function checkWays({ neutral: { yaml, data } }: Entry): string[] {
  const reached = reachable(data.steps, data.start);
  return Object.keys(data.steps).flatMap((stepId) => {
    const at = yaml.locate(["steps", stepId]);
    if (!reached.has(stepId)) return [`${at} no step leads to ${stepId}: name it in another step's next, or take it out`];
    const ends = [...reachable(data.steps, stepId)].some((it) => data.steps[it]?.kind === "end");
    return ends ? [] : [`${at} ${stepId} never comes to an end: give it a way to a step of kind end`];
  });
}

function checkLanguages(id: string, { neutral, texts }: Entry): string[] {
  const english = texts[DEFAULT_LANGUAGE];
  if (!english) return [`${neutral.yaml.locate([])} the English text is missing: add knowledge/walkthroughs/${id}/en.yaml`];
  return LANGUAGES.flatMap((language) => {
    const text = texts[language];
    return text ? checkTexts(neutral.data.steps, text, english.data.steps) : [];
  });
}

function exits(id: string, step: Steps[string]): [PropertyKey[], string][] {
  if (step.kind === "step") return [[["steps", id, "next"], step.next]];
  if (step.kind === "end") return [];
  return Object.entries(step.choices).map(([choice, { next }]) => [["steps", id, "choices", choice], next]);
}

function reachable(steps: Steps, start: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const step = steps[id];
    if (reached.has(id) || !step) continue;
    reached.add(id);
    waiting.push(...exits(id, step).map(([, next]) => next));
  }
  return reached;
}

type Text = NonNullable<Entry["texts"]["en"]>;

function checkTexts(steps: Steps, text: Text, english: Text["data"]["steps"]): string[] {
  const at = (path: readonly PropertyKey[], message: string) => `${text.yaml.locate(path)} ${message}`;
  const problems = Object.keys(text.data.steps)
    .filter((id) => !steps[id])
    .map((id) => at(["steps", id], `walkthrough.yaml has no step ${id}`));
  for (const [id, step] of Object.entries(steps)) {
    const words = text.data.steps[id];
    if (!words) problems.push(at(["steps"], `the step ${id} has no text here: add it`));
    else {
      const choices = step.kind === "choice" ? Object.keys(step.choices) : [];
      const missing = choices.filter((choice) => !words.choices?.[choice]);
      problems.push(...missing.map((choice) => at(["steps", id], `the choice ${choice} has no label here: add it under choices`)));
      if (step.kind !== "end" && step.link && !words.link)
        problems.push(at(["steps", id], "the step has a link: add the label of its button as link"));
      if (english[id]?.trouble && !words.trouble)
        problems.push(at(["steps", id], "the troubleshooting has no text here: add it as trouble"));
    }
  }
  return problems;
}
