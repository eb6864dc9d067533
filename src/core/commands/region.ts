import { answerBlocks } from "../answer.ts";
import { requireManager, requireWorkspace } from "../guards.ts";
import { isRegion, REGIONS, type Region } from "../regions.ts";
import type { Command, Context } from "../registry.ts";
import { type Block, inPlace, type Option, privately } from "../reply.ts";

/** Sets where the person is, which decides the variant of an answer. The subject of a press is `region` or `region/topic`. */
export const region: Command = {
  name: "region",
  options: [
    { name: "scope", required: false, choices: ["workspace"] },
    { name: "code", required: false, choices: REGIONS },
  ],
  audience: "everyone",
  listed: true,
  async run(call, context) {
    const [code, topic] = call.verb === "set" ? (call.subject ?? "").split("/") : [call.options["code"]];
    if (code === undefined || !isRegion(code)) return choose(call.verb === "choose" ? call.subject : undefined, context);
    const { say, store } = context;
    if (call.options["scope"] === "workspace") {
      await requireManager(call.request, store);
      await store.saveSettings(requireWorkspace(call.request), { region: code }, context.clock());
      return privately({ type: "text", text: say("setup.region-set", { name: say(`regions.${code}`) }) });
    }
    await store.savePreferences(call.request.identity, { region: code }, context.clock());
    return inPlace({ type: "text", text: say("region.set", { name: say(`regions.${code}`) }) }, ...(await answerFor(topic, code, context)));
  },
};

function choose(topic: string | undefined, { say, region: current, preferences }: Context) {
  const options = REGIONS.map((code): Option => {
    const subject = topic === undefined ? code : `${code}/${topic}`;
    return { label: say(`regions.${code}`), action: { command: "region", verb: "set", subject } };
  });
  const key = preferences.region ? "region.current" : "region.from-workspace";
  const text = current ? say(key, { name: say(`regions.${current}`) }) : say("region.unknown");
  return privately({ type: "text", text }, { type: "select", placeholder: say("region.choose"), options });
}

/** Somebody who set their region under an answer gets that answer for it. */
async function answerFor(id: string | undefined, code: Region, { knowledge, language, clock, noteOn }: Context): Promise<Block[]> {
  const topic = id === undefined ? undefined : knowledge.topic(id, language);
  return topic ? answerBlocks(topic, { language, region: code, now: clock() }, knowledge, await noteOn(topic.id)) : [];
}
