import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { type Action, FORM_VERB } from "../../src/core/action.ts";
import type { Language } from "../../src/core/languages.ts";
import type { Outcome } from "../../src/core/reply.ts";
import type { Identity, Input, Place, Request } from "../../src/core/request.ts";
import { type Conversation, converse, realKnowledge } from "../conversation.ts";

/** Who and where, in a platform's own ids. */
export interface GoldenSurface {
  person: Identity;
  workspace: string;
  /** Where people speak. */
  place: Place;
  /** Where questions to people arrive, and where changes and reminders are posted. */
  questions: Place;
  news: Place;
}

/** A platform whose golden files are kept in `test/fixtures/golden/<name>`. */
export interface GoldenPlatform {
  name: string;
  surface: GoldenSurface;
  /** What is sent to the platform, so that people see it. */
  payloadOf(outcome: Outcome, shows: Situation["shows"]): object;
}

/** Something that people see, of which each platform keeps a golden file. */
interface Situation {
  /** The golden file's name, before the language. */
  name: string;
  language: Language;
  /** What of the outcome is seen: the reply as a message or on a page of one's own, or the form that comes with it. */
  shows: "reply" | "home" | "form";
  /** What the real core says over the real knowledge, at a fixed time. */
  happen(surface: GoldenSurface): Promise<Outcome>;
}

type Story = (talk: Talk) => Promise<Outcome>;

/** Every situation in English, and in one other language, so that all eight occur. */
const GOLDEN_REPLIES: readonly Situation[] = [
  ...inTwo("menu", "fr", "reply", (talk) => talk.say("menu")),
  ...inTwo("answer", "de", "reply", async (talk) => {
    await talk.say("region ch");
    return talk.say(titleOf("country-specific", talk));
  }),
  ...inTwo("answer-unknown", "es", "reply", (talk) => talk.say(LUNCH[talk.language] ?? "")),
  ...inTwo("did-you-mean", "it", "reply", (talk) => talk.say(CONTENT[talk.language] ?? "")),
  ...inTwo("step", "nl", "reply", (talk) => secondStep(talk)),
  ...inTwo("check", "pt", "reply", (talk) => talk.send({ kind: "message-check", text: CHAIN_POST[talk.language] ?? "" })),
  ...inTwo("home", "pl", "home", async (talk) => {
    await secondStep(talk);
    return talk.press({ command: "menu", verb: "home" });
  }),
  ...inTwo("reminder-form", "fr", "form", async (talk) => {
    const reminder = await schedule("every 2 weeks on monday 9:00 how-to", talk);
    return talk.press({ command: "reminders", verb: FORM_VERB, subject: reminder });
  }),
  ...inTwo("setup-form", "de", "form", async (talk) => {
    await setUp(talk);
    return talk.press({ command: "setup", verb: FORM_VERB });
  }),
  ...inTwo("setup", "es", "reply", async (talk) => {
    await setUp(talk);
    return talk.say("setup");
  }),
  ...inTwo("reminders", "it", "reply", async (talk) => {
    await schedule("every 2 weeks on monday 9:00 how-to", talk);
    await schedule("tomorrow 14:30 last-call", talk);
    return talk.say("reminders");
  }),
  ...inTwo("hand-off", "nl", "reply", (talk) => handOff(talk)),
  ...inTwo("hand-off-form", "nl", "form", (talk) => handOff(talk)),
  ...inTwo("hand-off-post", "pt", "reply", async (talk) => {
    const { form } = await handOff(talk);
    if (!form) throw new Error("no form came with the hand-off");
    await talk.send({ kind: "submit", action: form.action, values: { question: QUESTION } });
    return posted(talk);
  }),
  ...inTwo("privacy", "pl", "reply", (talk) => talk.say("privacy")),
];

/** Holds what a platform is sent in each situation against its golden file. `vitest -u` writes them anew, to be looked at. */
export function goldenRepliesContract({ name, surface, payloadOf }: GoldenPlatform): void {
  const folder = path.resolve(import.meta.dirname, "../fixtures/golden", name);
  const fileOf = (situation: Situation): string => `${situation.name}.${situation.language}.json`;

  it.each(GOLDEN_REPLIES.map((situation) => [fileOf(situation), situation] as const))("%s", async (file, situation) => {
    const content = `${JSON.stringify(payloadOf(await situation.happen(surface), situation.shows), null, 2)}\n`;
    await expect(content).toMatchFileSnapshot(path.join(folder, file));
  });

  it("has a situation for every golden file", () => {
    const files = GOLDEN_REPLIES.map(fileOf).concat("every-block.json");
    expect(readdirSync(folder).sort()).toEqual(files.sort());
  });
}

const QUESTION = "May I upload our customers' CVs to LinkedIn?\nAnd whom do I ask first?";

/** What no topic answers, what several may be meant by, and what is passed on from profile to profile. */
const LUNCH: Partial<Record<Language, string>> = {
  en: "what is for lunch in the canteen today?",
  es: "¿Qué hay hoy para comer en la cantina?",
};
const CONTENT: Partial<Record<Language, string>> = {
  en: "what happens to my content?",
  it: "che cosa succede ai miei contenuti?",
};
const CHAIN_POST: Partial<Record<Language, string>> = {
  en: "I do not consent to LinkedIn using my posts for AI. Copy and paste this to opt out! They read our private messages too.",
  pt: "Não autorizo o LinkedIn a usar as minhas publicações para IA. Copia e cola isto para recusares! Eles também leem as nossas mensagens privadas.",
};

/** One person's way to what is seen. */
interface Talk {
  surface: GoldenSurface;
  language: Language;
  conversation: Conversation;
  say(text: string): Promise<Outcome>;
  press(action: Action): Promise<Outcome>;
  send(input: Input): Promise<Outcome>;
}

function inTwo(name: string, other: Language, shows: Situation["shows"], story: Story): Situation[] {
  return (["en", other] as const).map((language) => ({
    name,
    language,
    shows,
    async happen(surface) {
      const talk = await startTalk(surface, language);
      const outcome = await story(talk);
      await talk.conversation.close();
      return withStableIds(outcome);
    },
  }));
}

/** Somebody who manages the workspace and whose platform is set to the language. */
async function startTalk(surface: GoldenSurface, locale: Language): Promise<Talk> {
  const conversation = await converse(":memory:");
  const { person: identity, workspace, place } = surface;
  let count = 0;
  const send = async (input: Input): Promise<Outcome> => {
    // What is listed by age must not be of one moment.
    conversation.clock.now += 1_000;
    const about: Omit<Request, "id" | "input"> = {
      identity,
      workspace,
      place,
      isAdmin: true,
      audience: "person",
      locale,
      timeZone: "Europe/Paris",
    };
    const outcome = await conversation.dispatch({ id: `request-${count++}`, ...about, input });
    if (!outcome) throw new Error("the bot said nothing");
    return outcome;
  };
  return {
    surface,
    language: locale,
    conversation,
    say: (text) => send({ kind: "text", text }),
    press: (action) => send({ kind: "press", action, private: true }),
    send,
  };
}

/** As a question it is understood in every language. */
function titleOf(topic: string, { language }: Talk): string {
  return realKnowledge().topic(topic, language)?.title ?? "";
}

async function secondStep(talk: Talk): Promise<Outcome> {
  await talk.say("optout");
  return talk.press({ command: "optout", verb: "choose", subject: "linkedin/device/web" });
}

/** Schedules a post in words, and gives back the reminder's id. */
async function schedule(when: string, talk: Talk): Promise<string> {
  const { surface, conversation } = talk;
  await talk.say(`remind <#${surface.news.id}> ${when}`);
  const all = await conversation.store.channelReminders(surface.person.platform, surface.workspace);
  const draft = all.at(-1)?.id ?? "";
  await talk.press({ command: "reminders", verb: "save", subject: draft });
  return draft;
}

async function setUp({ surface, language, conversation }: Talk): Promise<void> {
  const workspace = { platform: surface.person.platform, workspace: surface.workspace };
  const settings = {
    language,
    region: "ch",
    privacyContact: "Jo <jo@example.com>",
    handoffPlace: surface.questions,
    updatesPlace: surface.news,
  } as const;
  await conversation.store.saveSettings(workspace, settings, conversation.clock.now);
  await conversation.store.saveNote(workspace, "resume-cv", "Ask HR first.", conversation.clock.now);
}

async function handOff(talk: Talk): Promise<Outcome> {
  await setUp(talk);
  return talk.say(`ask-person ${QUESTION}`);
}

/** The last thing that was posted elsewhere, as people see it there. */
function posted({ conversation }: Talk): Outcome {
  const effect = conversation.posts.at(-1);
  if (!effect) throw new Error("nothing was posted");
  return { reply: effect.reply, effects: [] };
}

/** Ids are made by chance: each becomes another one of the same length, always the same. */
function withStableIds(outcome: Outcome): Outcome {
  const ids: string[] = [];
  const stable = JSON.stringify(outcome).replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, (id) => {
    if (!ids.includes(id)) ids.push(id);
    return `00000000-0000-4000-8000-${String(ids.indexOf(id) + 1).padStart(12, "0")}`;
  });
  return JSON.parse(stable) as Outcome;
}
