import { answerBlocks } from "../answer.ts";
import type { Say, Store, Stored } from "../ports.ts";
import type { Command } from "../registry.ts";
import type { Reminder } from "../reminder.ts";
import { type Block, type Button, inPlace, privately } from "../reply.ts";
import type { Identity } from "../request.ts";

/** What the bot stores, in the words of the topic on it. */
export const privacy: Command = {
  name: "privacy",
  options: [],
  audience: "everyone",
  listed: true,
  async run(_call, { knowledge, language, region, clock, say }) {
    const topic = knowledge.topic("bot-privacy", language);
    const buttons: Button[] = [
      { label: say("privacy.my-data"), action: { command: "my-data", verb: "run" } },
      { label: say("privacy.forget-me"), style: "danger", action: { command: "forget-me", verb: "run" } },
    ];
    const blocks = topic ? answerBlocks(topic, { language, region, now: clock() }, knowledge) : [];
    return privately(...blocks, { type: "buttons", buttons });
  },
};

/** A copy of everything stored about the person, as JSON. */
export const myData: Command = {
  name: "my-data",
  options: [],
  audience: "everyone",
  listed: true,
  async run(call, { store, say }) {
    const { identity } = call.request;
    const handoffs = await store.handoffsOf(identity);
    const data = {
      identity,
      preferences: await store.preferences(identity),
      walkthroughs: await store.progress(identity),
      reminders: (await store.personalReminders(identity)).map(copyOf),
      scheduled: (await store.remindersMadeBy(identity)).map(copyOf),
      manages: await store.managedBy(identity),
      askedPeople: handoffs.map(({ workspace, place, createdAt, language }) => ({ workspace, place, createdAt, language })),
    };
    return privately({ type: "text", text: say("privacy.copy") }, { type: "copy", text: JSON.stringify(data, undefined, 2) });
  },
};

/** A reminder without what is the person's identity again. */
function copyOf({ maker: _maker, version: _version, ...reminder }: Stored<Reminder>): object {
  return reminder;
}

/** Erases everything stored about the person, after they confirmed. */
export const forgetMe: Command = {
  name: "forget-me",
  options: [],
  audience: "everyone",
  listed: true,
  async run(call, { store, say }) {
    if (call.verb !== "confirm") {
      const confirm: Button = { label: say("privacy.forget-confirm"), style: "danger", action: { command: "forget-me", verb: "confirm" } };
      return privately({ type: "text", text: say("privacy.forget-ask") }, ...(await alsoErased(call.request.identity, store, say)), {
        type: "buttons",
        buttons: [confirm],
      });
    }
    await store.forget(call.request.identity);
    return inPlace({ type: "text", text: say("privacy.forgotten") });
  },
};

/** What erasing means for those who wait for an answer or may manage the bot; nothing for everybody else. */
async function alsoErased(identity: Identity, store: Store, say: Say): Promise<Block[]> {
  const [waiting, managed, scheduled] = await Promise.all([
    store.handoffsOf(identity),
    store.managedBy(identity),
    store.remindersMadeBy(identity),
  ]);
  const keys = [
    ...(waiting.length > 0 ? ["privacy.forget-asked"] : []),
    ...(managed.length > 0 ? ["privacy.forget-manager"] : []),
    ...(scheduled.length > 0 ? ["privacy.forget-scheduled"] : []),
  ];
  return keys.map((key) => ({ type: "note", text: say(key) }));
}
