import { fullAnswerButtons, shortAnswerBlocks } from "../answer.ts";
import { CHAIN_POST_TOPIC, checkMessage, SCAM_TOPIC } from "../check-message.ts";
import { escapeMarkdown } from "../markdown.ts";
import type { Command, Context } from "../registry.ts";
import { type Block, privately } from "../reply.ts";

/** A quoted sentence is cut after this many characters: it only reminds of what is meant. */
const QUOTE_LENGTH = 160;

/**
 * Holds a message of somebody else's against what the bot knows. Nothing of it is kept, and the reply is the person's alone,
 * wherever they asked: it is about somebody else's words.
 */
export const checkMessageCommand: Command = {
  name: "check-message",
  options: [{ name: "message", required: false, rest: true }],
  audience: "everyone",
  listed: true,
  async run(call, context) {
    const { say, knowledge, language } = context;
    const message = call.options["message"]?.trim() ?? "";
    if (message === "") {
      const command = knowledge.commandWord("check-message", language);
      return privately({ type: "text", text: say("check.how", { command }) });
    }
    context.count("check");
    const { isChainPost, isScam, imitations, claims } = checkMessage(message, knowledge);
    const warnings: Block[] = [];
    if (isScam) warnings.push({ type: "text", text: say("check.scam") }, ...known(SCAM_TOPIC, context));
    if (imitations.length > 0) {
      const names = imitations.map((host) => `\`${host}\``).join(", ");
      warnings.push({ type: "text", text: say("check.imitation", { count: imitations.length, names }) });
    }
    if (isChainPost) warnings.push({ type: "text", text: say("check.chain-post") }, ...known(CHAIN_POST_TOPIC, context));
    if (warnings.length === 0 && claims.length === 0) return privately({ type: "text", text: say("check.nothing") });
    const topics = [...(isScam ? [SCAM_TOPIC] : []), ...(isChainPost ? [CHAIN_POST_TOPIC] : []), ...claims.map(({ topic }) => topic)];
    const compared = claims.flatMap(({ topic, sentence }): Block[] => [
      { type: "note", text: say("check.says", { quote: escapeMarkdown(shorten(sentence)) }) },
      ...known(topic, context),
    ]);
    return privately(
      { type: "heading", text: say("check.heading") },
      ...warnings,
      ...compared,
      { type: "note", text: say("check.hedge") },
      ...(topics.length > 0 ? [{ type: "buttons" as const, buttons: fullAnswerButtons(topics, language, knowledge) }] : []),
    );
  },
};

function known(id: string, { knowledge, language, region, clock }: Context): Block[] {
  const topic = knowledge.topic(id, language);
  return topic ? shortAnswerBlocks(topic, { language, region, now: clock() }, knowledge) : [];
}

function shorten(sentence: string): string {
  const letters = Array.from(sentence.replace(/\s+/g, " "));
  return letters.length > QUOTE_LENGTH ? `${letters.slice(0, QUOTE_LENGTH - 1).join("")}…` : letters.join("");
}
