import { z } from "zod";
import { LANGUAGES } from "../core/languages.ts";
import { REGIONS } from "../core/regions.ts";
import { TIME_SYMBOLS } from "../core/schedule/time-words.ts";
import { GROUPS } from "./groups.ts";

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower case words joined by hyphens, like private-messages");
const markdown = z.string().trim().min(1, "must not be empty");
const https = z.url({ protocol: /^https$/, error: "must be a full https:// address" });
const day = z.iso.date("must be a date like 2026-08-22");
const dayOrLess = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, "must be a year, a month or a day, like 2025, 2025-11 or 2025-11-07");

/** `knowledge/sources.yaml`: every source by id. */
export const sourcesFile = z.record(
  id,
  z.strictObject({
    publisher: markdown,
    title: markdown,
    url: https.optional(),
    kind: z.enum(["official", "official-mirror", "regulator", "press", "guide", "own"]),
    published: dayOrLess.optional(),
    checked: day,
  }),
);

const statement = z
  .strictObject({
    id,
    facts: z.array(z.string().regex(/^(\d+\.\d+|C\d+)$/, "must be a number of the fact sheet, like 1.13")).optional(),
    certainty: z.enum(["stated", "inferred", "not-found", "advice"]),
    regions: z.array(z.enum(REGIONS)).min(1).optional(),
    sources: z.array(id),
  })
  .refine((it) => it.sources.length > 0 || it.certainty === "advice" || it.certainty === "not-found", {
    path: ["sources"],
    message: "names no source: name one of knowledge/sources.yaml, or mark the statement as advice or not-found",
  });

/** `knowledge/topics/<id>/topic.yaml`: what holds in every language. */
export const topicFile = z.strictObject({
  about: markdown,
  group: z.enum(GROUPS),
  walkthrough: id.optional(),
  related: z.array(id).min(1).max(5),
  statements: z.array(statement).min(1),
});

/** `knowledge/topics/<id>/<language>.yaml`. A title is also a button's label: Slack allows 75 characters. */
export const topicTextFile = z.strictObject({
  title: z.string().trim().min(1).max(75, "must be at most 75 characters: it is also the label of a button"),
  statements: z.record(id, markdown),
});

/** `knowledge/phrasings/<language>.yaml`: how people ask, by topic. */
export const phrasingsFile = z.record(id, z.array(z.string().trim().min(1)).min(1));

/** `knowledge/background/<language>.yaml`: what people ask that the bot has no answer to, and what they say besides asking. */
export const backgroundFile = z.strictObject({
  "out-of-scope": z.array(z.string().trim().min(1)),
  "near-miss": z.array(z.string().trim().min(1)),
  asides: z.array(z.string().trim().min(1)).default([]),
});

/** `knowledge/lexicon.yaml`: concept id → language (or `any`) → words and phrases. The patterns are explained in the file itself. */
export const lexiconFile = z.record(id, z.partialRecord(z.enum([...LANGUAGES, "any"]), z.array(z.string().trim().min(1))));

const choice = z.union([id.transform((next) => ({ next })), z.strictObject({ next: id, trouble: z.boolean().optional() })]);

const step = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("step"), next: id, link: https.optional(), sources: z.array(id) }),
  z.strictObject({
    kind: z.literal("choice"),
    choices: z.record(id, choice),
    remember: z.literal("device").optional(),
    link: https.optional(),
    sources: z.array(id),
  }),
  z.strictObject({ kind: z.literal("end"), sources: z.array(id), related: z.array(id).max(4) }),
]);

/** `knowledge/walkthroughs/<id>/walkthrough.yaml`: the graph of steps. */
export const walkthroughFile = z.strictObject({ start: id, steps: z.record(id, step) });

/** `knowledge/walkthroughs/<id>/<language>.yaml`. */
export const walkthroughTextFile = z.strictObject({
  title: markdown,
  steps: z.record(
    id,
    z.strictObject({
      text: markdown,
      link: z.string().trim().min(1).max(75).optional(),
      trouble: markdown.optional(),
      choices: z.record(id, z.string().trim().min(1).max(75)).optional(),
      copy: z.string().trim().min(1).optional(),
    }),
  ),
});

/** `knowledge/changes.yaml`: what LinkedIn and Meta changed, and when. */
export const changesFile = z.array(
  z.strictObject({
    date: day,
    id,
    sources: z.array(id).min(1, "names no source: name one of knowledge/sources.yaml"),
    topics: z.array(id).min(1, "names no topic: name one of the folders of knowledge/topics"),
    text: z.partialRecord(z.enum(LANGUAGES), markdown),
  }),
);

/** `knowledge/labels.yaml`: LinkedIn's own menu labels, only where a source has them. */
export const labelsFile = z.strictObject({
  sources: z.array(id).min(1),
  languages: z.record(
    z.string().regex(/^[a-z]{2}$/, "must be a language code of two letters"),
    z.strictObject({ name: markdown, sure: z.enum(["high", "medium", "low"]), labels: z.record(id, markdown) }),
  ),
});

/** `knowledge/interface/<language>.yaml`: the bot's own words, as ICU messages under nested keys, and the words of its commands. */
export const interfaceFile = z.strictObject({
  commands: z.record(id, z.strictObject({ words: z.array(markdown), summary: markdown.pipe(z.string().max(100)) })),
  choices: z.record(id, z.array(markdown)),
  messages: z.record(id, z.record(id, markdown)),
});

const words = z.array(z.string().trim().min(1));

/** `knowledge/times/<language>.yaml`: the words in which people say when. The keys are explained in en.yaml. */
export const timesFile = z.strictObject({
  "ambiguous-dates": z.boolean().optional(),
  numbers: z.record(z.string().regex(/^\d+$/, "must be a number in digits"), words),
  "ordinal-suffixes": words,
  words: z.record(z.enum(TIME_SYMBOLS), words),
});
