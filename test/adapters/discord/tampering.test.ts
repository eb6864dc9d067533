import { describe, expect, it } from "vitest";
import { identityOf } from "../../../src/adapters/discord/request.ts";
import { encodeAction } from "../../../src/core/action.ts";
import type { Reminder } from "../../../src/core/reminder.ts";
import type { Channel } from "../../emulators/discord-state.ts";
import { startWholeBot, type WholeBot } from "./real-core.ts";

/** What somebody reads after a press on a button with this id, wherever they got it from. */
async function press(bot: WholeBot, person: string, custom_id: string, channel: Channel = bot.discord.general): Promise<string> {
  const before = bot.seen(person, channel).length;
  const message = bot.discord.say(bot.discord.person("mallory"), channel, "press here");
  bot.discord.interact(person, channel, { type: 3, data: { component_type: 2, custom_id }, message });
  return (await bot.seenOnce(before + 1, person, channel)).at(-1) ?? "";
}

/** A reminder of Ann's for herself, or one for the channel of her server. */
async function remind({ discord, store }: WholeBot, about: Partial<Reminder>): Promise<string> {
  const person = discord.person("ann");
  const reminder: Reminder = {
    id: "0c9fe7a5-1a70-4a9a-9d6e-9d5a7d6f6a10",
    maker: identityOf(person),
    to: { platform: "discord", workspace: discord.state.guild, person },
    kind: "personal",
    subject: "linkedin",
    language: "en",
    schedule: { start: "2099-01-01T09:00", timeZone: "UTC" },
    status: "on",
    nextAt: Date.UTC(2099, 0, 1, 9),
    posts: 0,
    createdAt: 0,
    updatedAt: 0,
    ...about,
  };
  await store.saveReminder(reminder, 0);
  return reminder.id;
}

describe("a button that is pressed by somebody it was not made for", () => {
  it("moves the presser's own walkthrough and nobody else's", async () => {
    const bot = await startWholeBot();
    const [ann, bob] = [bot.discord.person("ann"), bot.discord.person("bob")];
    bot.discord.command(ann, bot.discord.general, "optout");
    await bot.seenOnce(1, ann);
    await press(bot, ann, "a:optout:choose:linkedin/device/web");
    const before = await bot.store.progress(identityOf(ann));
    expect(before).toHaveLength(1);
    const ids = ["a:optout:next:linkedin/web-open", "a:optout:restart:linkedin", `a:optout:next:${ann}/linkedin/web-open`];
    for (const id of ids) await press(bot, bob, id);
    expect(await bot.store.progress(identityOf(ann))).toEqual(before);
    expect(bot.faults).toEqual([]);
  });

  it("does not cancel another person's reminder", async () => {
    const bot = await startWholeBot();
    const [ann, bob] = [bot.discord.person("ann"), bot.discord.person("bob")];
    const id = await remind(bot, {});
    const cancel = encodeAction({ command: "remind-me", verb: "cancel", subject: id });
    expect(await press(bot, bob, cancel)).toContain("no longer exists");
    expect(await bot.store.reminder(id)).toBeDefined();
    await press(bot, ann, cancel);
    expect(await bot.store.reminder(id)).toBeUndefined();
  });

  it("does not delete a server's post for a member, nor for another server's admin", async () => {
    const bot = await startWholeBot();
    const { general, state } = bot.discord;
    const place = { id: general.id, kind: "channel" } as const;
    const id = await remind(bot, { kind: "announcement", to: { platform: "discord", workspace: state.guild, place } });
    const remove = encodeAction({ command: "reminders", verb: "delete-yes", subject: id });
    const admin = bot.discord.person("eve", { isAdmin: true });
    expect(await press(bot, bot.discord.person("bob"), remove)).toContain("Only admins");
    expect(await press(bot, admin, remove, bot.discord.addChannel("elsewhere", "700000000000000000"))).toContain("no longer exists here");
    expect(await bot.store.reminder(id)).toBeDefined();
    await press(bot, admin, remove);
    expect(await bot.store.reminder(id)).toBeUndefined();
  });
});

it("a step that is over is not taken again by its old button", async () => {
  const bot = await startWholeBot();
  const ann = bot.discord.person("ann");
  bot.discord.command(ann, bot.discord.general, "optout");
  await bot.seenOnce(1, ann);
  await press(bot, ann, "a:optout:choose:linkedin/device/web");
  expect(await press(bot, ann, "a:optout:next:linkedin/web-open")).toContain("Step 3 of 5");
  expect(await press(bot, ann, "a:optout:next:linkedin/web-open")).toContain("Step 3 of 5");
});

it.each([
  ["of another version", "b:optout:next"],
  ["of a command that is gone", "a:shutdown:now"],
  ["longer than Discord lets through", `a:ask:topic:${"x".repeat(200)}`],
  ["without words", ""],
])("a button %s is answered with the menu, which says so", async (_, custom_id) => {
  const bot = await startWholeBot();
  expect(await press(bot, bot.discord.person("ann"), custom_id)).toMatch(/^That button is from an older version/);
  expect(bot.faults).toEqual([]);
  expect(bot.discord.failures()).toEqual([]);
});
