import { channelOf } from "./channel-reference.ts";
import { UserError } from "./errors.ts";
import { LANGUAGES } from "./languages.ts";
import { choiceOf } from "./parse-input.ts";
import { REGIONS } from "./regions.ts";
import type { Context } from "./registry.ts";
import type { Effect } from "./reply.ts";
import type { Place } from "./request.ts";
import { CONTACT_LENGTH, type SettingsChange, type Workspace } from "./workspace.ts";

/** What can be set, by the name under which forms and texts know it. */
export const SETTINGS = ["language", "region", "contact", "handoff", "updates"] as const;

/** One of {@link SETTINGS}. */
export type Setting = (typeof SETTINGS)[number];

const KEYS: Readonly<Record<Setting, keyof SettingsChange>> = {
  language: "language",
  region: "region",
  contact: "privacyContact",
  handoff: "handoffPlace",
  updates: "updatesPlace",
};

/** The choice whose words take a setting back. */
const NONE = ["none"] as const;

/**
 * A setting's new value from what somebody wrote or chose; nothing, or a word for nothing, takes it back.
 * @throws {UserError} that says what would do.
 */
export function readSetting(setting: Setting, written: string, { platform }: Workspace, { knowledge }: Context): SettingsChange {
  const text = written.trim();
  const { commandWords } = knowledge;
  if (text === "" || text === "-" || choiceOf(text, NONE, commandWords) !== undefined) return { [KEYS[setting]]: null };
  switch (setting) {
    case "language":
      return { language: oneOf(LANGUAGES, text, commandWords, "setup.no-language") };
    case "region":
      return { region: oneOf(REGIONS, text, commandWords, "setup.no-region") };
    case "contact":
      if (text.length > CONTACT_LENGTH) throw new UserError("setup.contact-too-long", { most: CONTACT_LENGTH });
      return { privacyContact: text };
    case "handoff":
      return { handoffPlace: channelOf(text, platform) };
    case "updates":
      return { updatesPlace: channelOf(text, platform) };
  }
}

function oneOf<T extends string>(choices: readonly T[], text: string, words: ReadonlyMap<string, string>, otherwise: string): T {
  const choice = choiceOf(text, choices, words);
  if (choice === undefined) throw new UserError(otherwise, { names: choices.join(", ") });
  return choice;
}

/**
 * Saves what admins set. A channel that is new to a purpose is told so first: that proves that the bot can write there, and
 * those who are in it learn what will arrive.
 * @throws {UserError} when the bot cannot write there; nothing is saved then.
 */
export async function saveSettings(workspace: Workspace, change: SettingsChange, request: string, context: Context): Promise<void> {
  const { settings, store, knowledge, clock } = context;
  const { handoffPlace, updatesPlace } = change;
  if (handoffPlace && handoffPlace.id !== settings.handoffPlace?.id) await announce("handoff", handoffPlace, workspace, request, context);
  if (updatesPlace && updatesPlace.id !== settings.updatesPlace?.id) await announce("updates", updatesPlace, workspace, request, context);
  if (updatesPlace && !settings.updatesPlace) {
    // Whoever subscribes wants to hear what changes from now on, not what changed before.
    await store.knowChanges(
      workspace,
      knowledge.changes("en").map(({ id }) => id),
      clock(),
    );
  }
  await store.saveSettings(workspace, change, clock());
}

async function announce(
  purpose: "handoff" | "updates",
  place: Place,
  workspace: Workspace,
  request: string,
  context: Context,
): Promise<void> {
  const text = context.say(`setup.hello-${purpose}`);
  const effect: Effect = {
    type: "post",
    key: `hello:${purpose}:${request}`,
    to: { ...workspace, place },
    reply: { blocks: [{ type: "text", text }], audience: "place", replaces: false },
  };
  const delivery = await context.post(effect);
  if (!delivery.ok) throw new UserError("setup.cannot-post");
}
