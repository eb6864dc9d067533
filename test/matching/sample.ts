/** A training set small enough for a test: four topics, two languages, a lexicon of four concepts. */
import type { TrainingInput } from "../../src/matching/train.ts";

const PHRASINGS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "private-messages": {
    en: ["Are my private messages used for training?", "does linkedin read my DMs", "direct messages and AI", "is my inbox safe"],
    de: [
      "Werden meine Privatnachrichten für die KI benutzt?",
      "liest linkedin meine nachrichten",
      "Direktnachrichten und KI",
      "ist mein Posteingang sicher",
    ],
  },
  "resume-cv": {
    en: ["Is my CV used for training?", "what about the resume I uploaded", "does the AI learn from my CV", "resume and AI"],
    de: [
      "Wird mein Lebenslauf fürs Training benutzt?",
      "was ist mit dem hochgeladenen Lebenslauf",
      "lernt die KI aus meinem CV",
      "Lebenslauf und KI",
    ],
  },
  "how-to-opt-out-ios": {
    en: ["How do I opt out on my iPhone?", "turn it off on iOS", "iPad: where is the switch", "disable AI training iphone"],
    de: ["Wie schalte ich das am iPhone ab?", "am iPad ausschalten", "iOS abschalten", "wo ist der Schalter am iPhone"],
  },
  "start-date": {
    en: ["When did the training begin?", "since when", "start date", "on what date did it start"],
    de: ["Wann hat das Training begonnen?", "seit wann", "Startdatum", "ab welchem Datum läuft das"],
  },
};

const BACKGROUND = {
  en: {
    "out-of-scope": ["What is for lunch today?", "the printer is broken", "tell me a joke", "will it rain tomorrow"],
    "near-miss": ["How do I get more followers?", "price of LinkedIn Premium"],
  },
  de: {
    "out-of-scope": ["Was gibt es heute zu essen?", "der Drucker ist kaputt", "erzähl einen Witz", "regnet es morgen"],
    "near-miss": ["Wie bekomme ich mehr Follower?", "Preis von LinkedIn Premium"],
  },
};

/** The sample as training input. */
export const SAMPLE: TrainingInput = {
  phrasings: Object.entries(PHRASINGS).flatMap(([topic, byLanguage]) =>
    Object.entries(byLanguage).flatMap(([language, texts]) => texts.map((text) => ({ topic, language, text }))),
  ),
  background: Object.entries(BACKGROUND).flatMap(([language, byKind]) =>
    (["out-of-scope", "near-miss"] as const).flatMap((kind) => byKind[kind].map((text) => ({ kind, language, text }))),
  ),
  asides: [
    { language: "en", text: "quick question before lunch" },
    { language: "de", text: "kurze Frage vor dem Essen" },
  ],
  lexicon: {
    "private-message": {
      any: ["dm*"],
      en: ["private messag*", "direct messag*", "inbox"],
      de: ["*nachricht*", "posteingang"],
      fr: ["messages privés"],
    },
    cv: { any: ["cv*"], en: ["resume*"], de: ["lebenslauf*", "lebensläuf*"] },
    ios: { any: ["iphone*", "ipad*", "ios"] },
    "switch-off": { en: ["turn .. off", "disabl*", "opt out"], de: ["schalt* .. ab", "ausschalt*", "abschalt*"] },
  },
};
