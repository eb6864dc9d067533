import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderReply as renderForDiscord } from "../../src/adapters/discord/render.ts";
import { renderReply as renderForSlack } from "../../src/adapters/slack/render.ts";
import { LANGUAGES } from "../../src/core/languages.ts";
import { readRemindText } from "../../src/core/remind-request.ts";
import type { Request } from "../../src/core/request.ts";
import { type Conversation, converse, realKnowledge } from "../conversation.ts";
import { validateMessage } from "../emulators/slack-validate.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const ADMIN: Partial<Request> = { isAdmin: true, timeZone: "Europe/Berlin" };
const MONDAY = "<#C0123ABCD|general> every monday 9:00";

async function withAdmin(run: (admin: Conversation, file: string) => Promise<void>): Promise<void> {
  using folder = temporaryFolder();
  const file = path.join(folder.path, "bot.sqlite");
  const admin = await converse(file);
  await run(admin, file);
  expect(admin.reports).toEqual([]);
  await admin.close();
}

const scheduled = (conversation: Conversation) => conversation.store.channelReminders("slack", "T1");

describe("a post into a channel", () => {
  it("is scheduled in words, shown with its next dates, and saved only then", async () => {
    await withAdmin(async (admin) => {
      await admin.say(`remind ${MONDAY} how-to facebook`, ADMIN);
      expect(admin.text()).toContain("Not saved yet");
      expect(admin.text()).toContain("every Monday at 09:00 (Europe/Berlin)");
      for (const day of ["30 November 2026", "7 December 2026", "14 December 2026"]) expect(admin.text()).toContain(day);
      expect(await scheduled(admin)).toMatchObject([{ status: "paused", pauseReason: "draft" }]);
      await admin.press("Save", ADMIN);
      expect(admin.text()).toContain("Saved.");
      expect(await scheduled(admin)).toMatchObject([
        {
          status: "on",
          kind: "how-to",
          subject: "facebook",
          language: "en",
          to: { platform: "slack", workspace: "T1", place: { id: "C0123ABCD", kind: "channel" } },
          schedule: { start: "2026-11-30T09:00", timeZone: "Europe/Berlin", rule: "FREQ=WEEKLY;BYDAY=MO" },
          nextAt: Date.parse("2026-11-30T08:00Z"),
        },
      ]);
      expect((await scheduled(admin))[0]?.pauseReason).toBeUndefined();
    });
  });

  it("survives a restart as a draft, and is saved once however often it is pressed", async () => {
    await withAdmin(async (before, file) => {
      await before.say(`remind ${MONDAY}`, ADMIN);
      const [draft] = await scheduled(before);
      const after = await converse(file);
      for (let press = 0; press < 2; press++) {
        await after.send({ kind: "press", action: { command: "reminders", verb: "save", subject: draft?.id ?? "" }, private: true }, ADMIN);
        expect(after.text()).toContain("every Monday at 09:00");
      }
      expect(await scheduled(after)).toHaveLength(1);
      await after.close();
    });
  });

  it("is given up without a trace", async () => {
    await withAdmin(async (admin) => {
      await admin.say(`remind ${MONDAY}`, ADMIN);
      await admin.press("Cancel", ADMIN);
      expect(admin.text()).toContain("Nothing was saved");
      expect(await scheduled(admin)).toEqual([]);
    });
  });

  it("speaks the language and for the region that are chosen, else the workspace's", async () => {
    await withAdmin(async (admin) => {
      await admin.store.saveSettings({ platform: "slack", workspace: "T1" }, { language: "fr", region: "eu" }, admin.clock.now);
      await admin.say(`remind ${MONDAY}`, { ...ADMIN, locale: "en-US" });
      expect(await scheduled(admin)).toMatchObject([{ language: "fr", region: "eu" }]);
      await admin.press("Deutsch", { ...ADMIN, locale: "en-US" });
      await admin.press("Switzerland", { ...ADMIN, locale: "en-US" });
      await admin.press("Save", { ...ADMIN, locale: "en-US" });
      expect(await scheduled(admin)).toMatchObject([{ language: "de", region: "ch", status: "on" }]);
    });
  });

  it("is previewed as it will be posted", async () => {
    await withAdmin(async (admin) => {
      await admin.say(`remind ${MONDAY} message **All** hands: read <@U1> @everyone`, ADMIN);
      await admin.press("Preview", ADMIN);
      expect(admin.text()).toContain("This is how it looks in #C0123ABCD");
      expect(admin.text()).toContain("All hands: read <@U1> @everyone");
      expect(admin.text()).toContain("Only you can see it");
      expect(admin.labels()).toContain("Show me how");
      await admin.press("Back", ADMIN);
      expect(admin.labels()).toContain("Save");
    });
  });

  it("is paused, resumed, changed and deleted", async () => {
    await withAdmin(async (admin) => {
      await admin.say(`remind ${MONDAY}`, ADMIN);
      await admin.press("Save", ADMIN);
      await admin.press("Pause", ADMIN);
      expect(admin.text()).toContain("Paused.");
      expect((await scheduled(admin))[0]?.nextAt).toBeUndefined();
      await admin.press("Resume", ADMIN);
      expect(await scheduled(admin)).toMatchObject([{ status: "on", nextAt: Date.parse("2026-11-30T08:00Z") }]);
      await admin.press("Edit", ADMIN);
      const form = admin.form();
      expect(form?.fields.map(({ name, value }) => [name, value])).toEqual([
        ["channel", "C0123ABCD"],
        ["kind", "announcement"],
        ["when", "every Monday at 09:00"],
        ["zone", "Europe/Berlin"],
        ["text", undefined],
      ]);
      await admin.submit({ channel: "C0123ABCD", kind: "last-call", when: "every friday 16:00, 5 times", zone: "London" }, ADMIN);
      expect(admin.text()).toContain("every Friday at 16:00, 5 times (Europe/London)");
      expect(await scheduled(admin)).toHaveLength(2);
      await admin.press("Save", ADMIN);
      expect(await scheduled(admin)).toMatchObject([
        { kind: "last-call", status: "on", schedule: { rule: "FREQ=WEEKLY;BYDAY=FR;COUNT=5", timeZone: "Europe/London" } },
      ]);
      await admin.press("Delete", ADMIN);
      expect(await scheduled(admin)).toHaveLength(1);
      await admin.press("Yes, delete it", ADMIN);
      expect(await scheduled(admin)).toEqual([]);
    });
  });

  it("keeps what was typed into a form of which a part is not understood", async () => {
    await withAdmin(async (admin) => {
      await admin.say("reminders", ADMIN);
      expect(admin.text()).toContain("Nothing is scheduled here yet");
      await admin.press("Schedule a post", ADMIN);
      expect(admin.form()?.fields).toHaveLength(5);
      await admin.submit(
        { channel: "C0123ABCD", kind: "company-message", when: "whenever", zone: "Europe/Berlin", text: "Please read this." },
        ADMIN,
      );
      expect(admin.text()).toContain("I did not understand when. Try for example");
      expect(admin.labels()).not.toContain("Save");
      await admin.press("Change", ADMIN);
      const form = admin.form();
      expect(form?.fields.find(({ name }) => name === "text")?.value).toBe("Please read this.");
      expect(form?.fields.find(({ name }) => name === "when")?.value).toBeUndefined();
      await admin.submit(
        { channel: "C0123ABCD", kind: "company-message", when: "tomorrow 9:00", zone: "Europe/Berlin", text: "Please read this." },
        ADMIN,
      );
      await admin.press("Save", ADMIN);
      expect(await scheduled(admin)).toMatchObject([{ status: "on", message: "Please read this." }]);
    });
  });

  it("needs its text when it is the company's own message", async () => {
    await withAdmin(async (admin) => {
      await admin.say(`remind ${MONDAY} message`, ADMIN);
      expect(admin.text()).toContain("The text of the company message is missing");
      expect(admin.labels()).not.toContain("Save");
      const [draft] = await scheduled(admin);
      await admin.send({ kind: "press", action: { command: "reminders", verb: "save", subject: draft?.id ?? "" }, private: true }, ADMIN);
      expect(await scheduled(admin)).toMatchObject([{ status: "paused" }]);
      await admin.say(`remind ${MONDAY} message ${"x".repeat(1_001)}`, ADMIN);
      expect(admin.text()).toContain("The text is too long");
    });
  });

  it("asks for the time zone where nobody told it, and remembers the answer", async () => {
    await withAdmin(async (admin) => {
      const here: Partial<Request> = { isAdmin: true };
      await admin.say(`remind ${MONDAY}`, here);
      expect(admin.text()).toContain("In which time zone is the time meant?");
      await admin.press(/^America\/New_York/, here);
      expect(admin.text()).toContain("every Monday at 09:00 (America/New_York)");
      await admin.press("Save", here);
      expect(await scheduled(admin)).toMatchObject([{ nextAt: Date.parse("2026-11-30T14:00Z") }]);
      await admin.say(`remind ${MONDAY} fact`, here);
      expect(admin.text()).toContain("America/New_York");
      await admin.say("remind #general tomorrow 9:00 Europe/Berlin", {
        ...here,
        identity: { platform: "terminal", tenant: "local", person: "me" },
      });
      expect(admin.text()).toContain("Europe/Berlin");
    });
  });

  it("is told apart from what is no time, no channel and no command", async () => {
    await withAdmin(async (admin) => {
      await admin.say("remind <#C0123ABCD|general> sometime", ADMIN);
      expect(admin.text()).toContain("I did not understand when");
      await admin.say("remind #general every monday", ADMIN);
      expect(admin.text()).toContain("which channel you mean");
      await admin.say("remind people that they can opt out", ADMIN);
      expect(admin.text()).not.toContain("I did not understand when");
      expect(await scheduled(admin)).toEqual([]);
    });
  });

  it("is one of at most twenty, and drafts do not count", async () => {
    await withAdmin(async (admin) => {
      const [template] = await (async () => {
        await admin.say(`remind ${MONDAY}`, ADMIN);
        await admin.press("Save", ADMIN);
        return scheduled(admin);
      })();
      if (!template) throw new Error("nothing was saved");
      const { version: _, ...reminder } = template;
      for (let count = 1; count < 20; count++) await admin.store.saveReminder({ ...reminder, id: crypto.randomUUID() }, 0);
      await admin.say(`remind ${MONDAY}`, ADMIN);
      await admin.press("Save", ADMIN);
      expect(admin.text()).toContain("There are already 20 reminders here");
      await admin.store.deleteReminder(template.id);
      const draft = (await scheduled(admin)).find(({ pauseReason }) => pauseReason === "draft");
      await admin.send({ kind: "press", action: { command: "reminders", verb: "save", subject: draft?.id ?? "" }, private: true }, ADMIN);
      expect(admin.text()).toContain("Saved.");
    });
  });

  it("previews a last call with the count that it will have", async () => {
    await withAdmin(async (admin) => {
      const [start] = realKnowledge().walkthroughIds.filter((id) => id === "linkedin");
      for (const person of ["a", "b", "c", "d", "e"]) {
        const done = {
          walkthrough: start ?? "",
          step: "x",
          aside: false,
          trail: [],
          chosen: {},
          status: "done" as const,
          startedAt: 1,
          updatedAt: 2,
          doneAt: 2,
        };
        await admin.store.saveProgress({ platform: "slack", tenant: "T1", person }, done, 0);
      }
      await admin.say(`remind ${MONDAY} last-call`, ADMIN);
      await admin.press("Preview", ADMIN);
      expect(admin.text()).toMatch(/5 people/);
    });
  });
});

describe("an announcement", () => {
  it("is shown first, and made due once when the admin says so, however often they press", async () => {
    await withAdmin(async (admin) => {
      await admin.say("announce <#C0123ABCD>", ADMIN);
      expect(admin.text()).toContain("This is how it looks in #C0123ABCD");
      expect(await scheduled(admin)).toMatchObject([{ status: "paused" }]);
      const [draft] = await scheduled(admin);
      const press = () =>
        admin.send(
          { kind: "press", action: { command: "reminders", verb: "post", subject: `${draft?.id}/${draft?.version}` }, private: true },
          ADMIN,
        );
      await press();
      expect(admin.text()).toContain("It will be in #C0123ABCD in a moment");
      expect(await scheduled(admin)).toMatchObject([{ status: "on", kind: "announcement", nextAt: admin.clock.now }]);
      const [made] = await scheduled(admin);
      await press();
      expect(admin.text()).toContain("posted or changed meanwhile");
      expect(await scheduled(admin)).toEqual([made]);
    });
  });

  it("can be read in another language before it is posted", async () => {
    await withAdmin(async (admin) => {
      await admin.say("announce <#C0123ABCD>", ADMIN);
      await admin.press("Français", ADMIN);
      expect(admin.labels()).toContain("Post it now");
      await admin.press("Post it now", ADMIN);
      expect(await scheduled(admin)).toMatchObject([{ status: "on", language: "fr" }]);
    });
  });

  it("of what is scheduled can be had at once without losing the schedule", async () => {
    await withAdmin(async (admin) => {
      await admin.say(`remind ${MONDAY}`, ADMIN);
      await admin.press("Save", ADMIN);
      await admin.press("Post now", ADMIN);
      await admin.press("Post it now", ADMIN);
      expect(await scheduled(admin)).toMatchObject([{ nextAt: admin.clock.now, schedule: { rule: "FREQ=WEEKLY;BYDAY=MO" } }]);
    });
  });
});

describe("who may manage posts", () => {
  it("is decided at the press, whatever the button says", async () => {
    await withAdmin(async (admin, file) => {
      await admin.say(`remind ${MONDAY}`, ADMIN);
      await admin.press("Save", ADMIN);
      const [reminder] = await scheduled(admin);
      const bob = await converse(file, { person: "bob" });
      for (const text of [`remind ${MONDAY}`, "announce <#C0123ABCD>", "reminders"]) {
        await bob.say(text);
        expect(bob.text()).toContain("Only admins");
      }
      for (const verb of ["pause", "delete-yes", "post", "save", "form", "preview", "language"]) {
        await bob.send({ kind: "press", action: { command: "reminders", verb, subject: reminder?.id ?? "" }, private: true });
        expect(bob.text(), verb).toContain("Only admins");
      }
      await bob.send({ kind: "submit", action: { command: "reminders", verb: "draft", subject: reminder?.id ?? "" }, values: {} });
      expect(bob.text()).toContain("Only admins");
      expect(await scheduled(admin)).toEqual([reminder]);
      await admin.store.addManager(
        { platform: "slack", workspace: "T1" },
        { platform: "slack", tenant: "T1", person: "bob" },
        admin.clock.now,
      );
      await bob.say("reminders");
      expect(bob.text()).toContain("every Monday at 09:00");
      await bob.close();
    });
  });

  it("ends at the border of the workspace, and at other people's own reminders", async () => {
    await withAdmin(async (admin, file) => {
      await admin.say(`remind ${MONDAY}`, ADMIN);
      await admin.press("Save", ADMIN);
      await admin.say("remind me tomorrow", ADMIN);
      const [reminder] = await scheduled(admin);
      const [personal] = await admin.store.personalReminders({ platform: "slack", tenant: "T1", person: "ann" });
      const eve = await converse(file, { tenant: "T2", person: "eve" });
      for (const verb of ["show", "pause", "delete-yes", "post", "preview", "form", "save", "language"]) {
        await eve.send(
          { kind: "press", action: { command: "reminders", verb, subject: `${reminder?.id}/fr` }, private: true },
          { ...ADMIN, workspace: "T2" },
        );
        expect(eve.text(), verb).toContain("no longer exists");
        await eve.send({ kind: "press", action: { command: "reminders", verb, subject: personal?.id ?? "" }, private: true }, ADMIN);
        expect(eve.text(), verb).toContain("no longer exists");
      }
      expect(await scheduled(admin)).toEqual([reminder]);
      await eve.close();
    });
  });

  it("is forgotten with the person, and the post stays", async () => {
    await withAdmin(async (admin) => {
      await admin.say(`remind ${MONDAY}`, ADMIN);
      await admin.press("Save", ADMIN);
      await admin.say("my-data");
      expect(admin.text()).toContain('"rule": "FREQ=WEEKLY;BYDAY=MO"');
      await admin.say("forget-me");
      expect(admin.text()).toContain("no longer says that it was you");
      await admin.press("Erase everything");
      expect(await scheduled(admin)).toMatchObject([{ status: "on", maker: { person: "" } }]);
    });
  });
});

describe("the words of a schedule", () => {
  const knowledge = realKnowledge();

  it("are taken apart at the kind", () => {
    const read = (text: string) => readRemindText(text, knowledge.commandWords, knowledge.walkthroughIds);
    expect(read("every monday 9:00")).toEqual({ when: "every monday 9:00" });
    expect(read("jeden Montag um 9 fakt")).toEqual({ when: "jeden Montag um 9", kind: "fact-of-the-week" });
    expect(read("chaque lundi 9h message: Lisez  ceci.\nMerci")).toEqual({
      when: "chaque lundi 9h",
      kind: "company-message",
      message: "Lisez  ceci.\nMerci",
    });
    expect(read("tomorrow how-to instagram")).toEqual({ when: "tomorrow", kind: "how-to", about: "instagram" });
    expect(read("tomorrow last-call 9:00").when).toBe("tomorrow 9:00");
  });

  it.each(LANGUAGES)("that the bot gives as examples are understood by it in %s", async (language) => {
    await withAdmin(async (admin) => {
      await admin.say(`language ${language}`);
      const say = knowledge.say(language);
      const examples = ["not-understood", "past", "unknown-zone"].flatMap((key) =>
        [...say(`reminders.${key}`).matchAll(/`([^`]+)`/g)].map(([, example]) => `remind <#C0123ABCD|x> ${example}`),
      );
      const [how = ""] = say("reminders.how", { command: knowledge.commandWord("remind", language) }).match(/`[^`]+`/) ?? [];
      for (const text of [...examples, how.replaceAll("`", "").replace(/#\S+/, "<#C0123ABCD|x>")]) {
        await admin.say(text, ADMIN);
        expect(admin.text(), text).toContain(say("reminders.draft"));
        expect(admin.labels(), text).toContain(say("reminders.save"));
      }
      const [, ...kinds] = [...say("reminders.how", { command: "x" }).matchAll(/`([^`]+)`/g)].map(([, word]) => word ?? "");
      expect(kinds.slice(1).map((kind) => readRemindText(`x ${kind}`, knowledge.commandWords, []).kind)).toEqual([
        "announcement",
        "fact-of-the-week",
        "last-call",
        "company-message",
      ]);
    });
  });

  it("cannot ping, whatever a company writes", async () => {
    await withAdmin(async (admin) => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 60 }), async (text) => {
          const message = `${text} <!channel> @everyone [x](channel:C0123ABCD)`;
          await admin.store.forget({ platform: "slack", tenant: "T1", person: "ann" });
          admin.clock.now += 60_000;
          await admin.say(`remind ${MONDAY} message ${message}`, ADMIN);
          const reply = await admin.press("Preview", ADMIN);
          for (const sent of renderForSlack(reply)) expect(validateMessage(sent)).toEqual({ invalid: [], careless: [] });
          for (const sent of renderForDiscord(reply)) expect(sent.allowed_mentions).toEqual({ parse: [], replied_user: false });
        }),
        { numRuns: 20 },
      );
    });
  });
});
