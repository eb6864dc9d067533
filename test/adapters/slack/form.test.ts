import { describe, expect, it } from "vitest";
import { readForm, renderForm } from "../../../src/adapters/slack/form.ts";
import { FORM_VERB } from "../../../src/core/action.ts";
import { type Block, type Form, type Outcome, privately } from "../../../src/core/reply.ts";
import type { Request } from "../../../src/core/request.ts";
import { CHANNEL, startBot } from "./start-bot.ts";

const FORM: Form = {
  title: "When",
  submit: "Go",
  action: { command: "remind-me", verb: "set", subject: "linkedin" },
  fields: [{ name: "when", label: "When", required: true, type: "text", maxLength: 100, long: false }],
};
const BUTTON: Block = { type: "buttons", buttons: [{ label: "Add", action: { command: "remind-me", verb: FORM_VERB } }] };

function answer({ input }: Request): Outcome {
  if (input.kind === "submit") return privately({ type: "text", text: "understood" });
  if (input.kind === "press") return { ...privately({ type: "text", text: "in words" }), form: FORM };
  return privately({ type: "text", text: "hello" }, BUTTON);
}

describe("a form", () => {
  it("can be opened by a command as well as by a button", async () => {
    const bot = await startBot(({ input }) =>
      input.kind === "submit" ? answer({ input } as Request) : { ...privately({ type: "text", text: "in words" }), form: FORM },
    );
    await bot.slack.command("U1", CHANNEL, "remind-me");
    await bot.slack.until(() => bot.slack.form("U1"));
    expect(bot.seen("U1")).toEqual([]);
    expect(bot.slack.failures).toEqual([]);
  });

  it("that cannot be opened any more is said in words", async () => {
    const bot = await startBot(answer);
    await bot.slack.command("U1", CHANNEL, "hello");
    await bot.slack.until(() => bot.seen("U1").length === 1);
    bot.slack.fault({ method: "views.open", error: "expired_trigger_id" });
    const [post] = bot.slack.visibleTo("U1", CHANNEL);
    if (!post) throw new Error("nothing to press");
    await bot.slack.press("U1", post, "Add");
    await bot.slack.until(() => bot.seen("U1").includes("in words"));
    expect(bot.slack.form("U1")).toBeUndefined();
    expect(bot.logs()).toContain("expired_trigger_id");
  });

  it("is answered where it was opened, in private, also where the bot is no member", async () => {
    const bot = await startBot(answer);
    bot.slack.state.channel("COUTSIDE", { hasBot: false });
    await bot.slack.command("U1", "COUTSIDE", "hello");
    await bot.slack.until(() => bot.seen("U1", "COUTSIDE").length === 1);
    const [post] = bot.slack.visibleTo("U1", "COUTSIDE");
    if (!post) throw new Error("nothing to press");
    await bot.slack.press("U1", post, "Add");
    await bot.slack.until(() => bot.slack.form("U1"));
    await bot.slack.submit("U1", { When: "tomorrow" });
    await bot.slack.until(() => bot.seen("U1", "COUTSIDE").includes("understood"));
    expect(bot.seen("U2", "COUTSIDE")).toEqual([]);
    expect(bot.requests.at(-1)).toMatchObject({ place: { id: "COUTSIDE", kind: "channel" }, workspace: "T1" });
    expect(bot.slack.failures).toEqual([]);
  });

  it("sent from a direct message is answered there", async () => {
    const bot = await startBot(answer);
    await bot.slack.dm("U1", "hello");
    const direct = bot.slack.direct("U1");
    await bot.slack.until(() => bot.seen("U1", direct).some((words) => words.includes("[Add]")));
    const post = bot.slack.visibleTo("U1", direct).at(-1);
    if (!post) throw new Error("nothing to press");
    await bot.slack.press("U1", post, "Add");
    await bot.slack.until(() => bot.slack.form("U1"));
    await bot.slack.submit("U1", { When: "tomorrow" });
    await bot.slack.until(() => bot.seen("U1", direct).includes("understood"));
    expect(bot.slack.failures).toEqual([]);
  });

  it("belongs to the workspace in which it was opened, although its sender is of another company in a shared channel", async () => {
    const bot = await startBot(answer);
    await bot.slack.command("U1", CHANNEL, "hello");
    await bot.slack.until(() => bot.seen("U1").length === 1);
    const [post] = bot.slack.visibleTo("U1", CHANNEL);
    if (!post) throw new Error("nothing to press");
    await bot.slack.press("U1", post, "Add");
    await bot.slack.until(() => bot.slack.form("U1"));
    await bot.slack.submit("U1", { When: "tomorrow" }, { team: { id: "T2" }, user: { id: "U1", team_id: "T2" } });
    await bot.slack.until(() => bot.seen("U1").includes("understood"));
    expect(bot.requests.at(-1)).toMatchObject({ workspace: "T1", identity: { tenant: "T1", person: "U1" } });
  });

  it("of another version, or with metadata that is not ours, is none", () => {
    const view = renderForm(FORM, { channel: "C0123ABCD" });
    expect(readForm({ ...view, state: { values: {} } })).toEqual({ action: FORM.action, origin: { channel: "C0123ABCD" }, values: {} });
    for (const metadata of ["", "{", "null", "[]", '{"action":"x","channel":"C1"}', '{"action":"a:remind-me:set"}']) {
      expect(readForm({ ...view, private_metadata: metadata }), metadata).toBeUndefined();
    }
    expect(readForm({ ...view, callback_id: "other" })).toBeUndefined();
    expect(readForm(undefined)).toBeUndefined();
  });
});
