import { answerBlocks } from "../answer.ts";
import type { Command } from "../registry.ts";
import { type Button, inPlace, privately } from "../reply.ts";

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
    const data = { identity, preferences: await store.preferences(identity), walkthroughs: await store.progress(identity) };
    return privately({ type: "text", text: say("privacy.copy") }, { type: "copy", text: JSON.stringify(data, undefined, 2) });
  },
};

/** Erases everything stored about the person, after they confirmed. */
export const forgetMe: Command = {
  name: "forget-me",
  options: [],
  audience: "everyone",
  listed: true,
  async run(call, { store, say }) {
    if (call.verb !== "confirm") {
      const confirm: Button = { label: say("privacy.forget-confirm"), style: "danger", action: { command: "forget-me", verb: "confirm" } };
      return privately({ type: "text", text: say("privacy.forget-ask") }, { type: "buttons", buttons: [confirm] });
    }
    await store.forget(call.request.identity);
    return inPlace({ type: "text", text: say("privacy.forgotten") });
  },
};
