import { answerBlocks } from "../answer.ts";
import { isRegion, REGIONS, type Region } from "../regions.ts";
import type { Command, Context } from "../registry.ts";
import { type Block, inPlace, type Option, privately } from "../reply.ts";

/** Sets where the person is, which decides the variant of an answer. The subject of a press is `region` or `region/topic`. */
export const region: Command = {
  name: "region",
  options: [{ name: "code", required: false, choices: REGIONS }],
  audience: "everyone",
  listed: true,
  async run(call, context) {
    const [code, topic] = call.verb === "set" ? (call.subject ?? "").split("/") : [call.options["code"]];
    if (code === undefined || !isRegion(code)) return choose(call.verb === "choose" ? call.subject : undefined, context);
    await context.store.savePreferences(call.request.identity, { region: code }, context.clock());
    const { say } = context;
    return inPlace({ type: "text", text: say("region.set", { name: say(`regions.${code}`) }) }, ...answerFor(topic, code, context));
  },
};

function choose(topic: string | undefined, { say, region: current }: Context) {
  const options = REGIONS.map((code): Option => {
    const subject = topic === undefined ? code : `${code}/${topic}`;
    return { label: say(`regions.${code}`), action: { command: "region", verb: "set", subject } };
  });
  const text = current ? say("region.current", { name: say(`regions.${current}`) }) : say("region.unknown");
  return privately({ type: "text", text }, { type: "select", placeholder: say("region.choose"), options });
}

/** Somebody who set their region under an answer gets that answer for it. */
function answerFor(id: string | undefined, code: Region, { knowledge, language, clock }: Context): Block[] {
  const topic = id === undefined ? undefined : knowledge.topic(id, language);
  return topic ? answerBlocks(topic, { language, region: code, now: clock() }, knowledge) : [];
}
