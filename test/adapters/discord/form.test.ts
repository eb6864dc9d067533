import { expect, it } from "vitest";
import { FORM_VERB } from "../../../src/core/action.ts";
import { type Block, type Form, type Outcome, privately } from "../../../src/core/reply.ts";
import type { Request } from "../../../src/core/request.ts";
import { refusal } from "../../emulators/discord-routes.ts";
import { type Bot, startBot } from "./start-bot.ts";

const FORM: Form = {
  title: "When",
  submit: "Go",
  action: { command: "remind-me", verb: "set" },
  fields: [{ name: "when", label: "When", required: true, type: "text", maxLength: 100, long: false }],
};
const BUTTON: Block = { type: "buttons", buttons: [{ label: "Add", action: { command: "remind-me", verb: FORM_VERB } }] };

async function pressAdd(answer: (request: Request) => Outcome | undefined): Promise<{ bot: Bot; ann: string }> {
  const bot = await startBot((request) =>
    request.input.kind === "command" ? privately({ type: "text", text: "hello" }, BUTTON) : answer(request),
  );
  const ann = bot.discord.person("ann");
  bot.discord.command(ann, bot.discord.general, "ask");
  await bot.seenOnce(1, ann);
  const [message] = bot.discord.visibleTo(ann, bot.discord.general);
  if (!message) throw new Error("nothing to press");
  bot.discord.press(ann, message, "Add");
  return { bot, ann };
}

it("a press that asks for a form and gets none is answered in words", async () => {
  const { bot, ann } = await pressAdd(() => privately({ type: "text", text: "not for you" }));
  await bot.discord.until(() => bot.seen(ann).some((words) => words.includes("not for you")));
  expect(bot.discord.form(ann)).toBeUndefined();
  expect(bot.discord.failures()).toEqual([]);
});

it("a repeated press opens no second form and is no failure", async () => {
  let times = 0;
  const { bot, ann } = await pressAdd(() => (times++ === 0 ? { ...privately({ type: "text", text: "words" }), form: FORM } : undefined));
  await bot.discord.until(() => bot.discord.form(ann));
  bot.discord.redeliver();
  await bot.discord.until(() => times === 2);
  await bot.adapter.stop();
  expect(bot.discord.state.modals).toHaveLength(1);
  expect(bot.discord.failures()).toEqual([]);
});

it("a form whose opening was accepted and the answer lost is open", async () => {
  const bot = await startBot(({ input }) =>
    input.kind === "command"
      ? privately({ type: "text", text: "hello" }, BUTTON)
      : { ...privately({ type: "text", text: "words" }), form: FORM },
  );
  const ann = bot.discord.person("ann");
  bot.discord.command(ann, bot.discord.general, "ask");
  await bot.seenOnce(1, ann);
  bot.discord.faults.push({ route: /callback$/, answer: { status: 502 }, accepted: true });
  const [message] = bot.discord.visibleTo(ann, bot.discord.general);
  if (!message) throw new Error("nothing to press");
  bot.discord.press(ann, message, "Add");
  await bot.discord.until(() => bot.discord.form(ann));
  await bot.adapter.stop();
  expect(bot.discord.state.modals).toHaveLength(1);
  expect(bot.logs()).not.toContain("could not be given");
});

it("an error of the core is told, although nothing was acknowledged before", async () => {
  const { bot, ann } = await pressAdd(() => {
    throw new Error("broken");
  });
  await bot.discord.until(() => bot.seen(ann).some((words) => words.includes("Something went wrong")));
  expect(bot.discord.failures()).toEqual([]);
});

it("a form that comes too late is logged, and the next press works", async () => {
  const bot = await startBot(({ input }) =>
    input.kind === "command"
      ? privately({ type: "text", text: "hello" }, BUTTON)
      : { ...privately({ type: "text", text: "words" }), form: FORM },
  );
  const ann = bot.discord.person("ann");
  bot.discord.command(ann, bot.discord.general, "ask");
  await bot.seenOnce(1, ann);
  bot.discord.faults.push({ route: /callback$/, answer: refusal(404, 10_062, "Unknown interaction") });
  const [message] = bot.discord.visibleTo(ann, bot.discord.general);
  if (!message) throw new Error("nothing to press");
  bot.discord.press(ann, message, "Add");
  await bot.discord.until(() => bot.logs().includes("came too late"));
  bot.discord.press(ann, message, "Add");
  await bot.discord.until(() => bot.discord.form(ann));
});

it("a form of another version is answered by the menu", async () => {
  const bot = await startBot(() => privately({ type: "text", text: "menu" }));
  const ann = bot.discord.person("ann");
  bot.discord.interact(ann, bot.discord.general, { type: 5, data: { custom_id: "old", components: [] } });
  await bot.seenOnce(1, ann);
  expect(bot.requests[0]?.input).toEqual({ kind: "press", action: { command: "menu", verb: "stale" }, private: false });
});
