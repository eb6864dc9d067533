import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/core/languages.ts";
import { converse, realKnowledge, wordsOf } from "../conversation.ts";

const admin = { isAdmin: true };

describe("setup", () => {
  it("is for admins and whom they named, at the moment of each press", async () => {
    const ann = await converse(":memory:");
    await ann.say("setup", admin);
    await ann.press("Change settings");
    expect(ann.text()).toContain("Only admins");
    await ann.say("managers add <@UANNA01>", admin);
    await ann.send({ kind: "text", text: "setup" }, { identity: { platform: "slack", tenant: "T1", person: "UANNA01" } });
    expect(ann.text()).toContain("Settings of this workspace");
    await ann.say("managers", admin);
    await ann.press("1. UANNA01", admin);
    await ann.send({ kind: "text", text: "setup" }, { identity: { platform: "slack", tenant: "T1", person: "UANNA01" } });
    expect(ann.text()).toContain("Only admins");
    await ann.close();
  });

  it("changes everything in one form, which takes back what is left empty", async () => {
    const ann = await converse(":memory:");
    await ann.say("setup", admin);
    await ann.press("Change settings", admin);
    const values = { language: "fr", region: "ch", contact: "Jo, jo@example.com", handoff: "C0HANDOFF", updates: "C0UPDATES" };
    expect(ann.form()?.fields.map(({ name }) => name)).toEqual(Object.keys(values));
    await ann.submit(values, admin);
    expect(ann.text()).toContain("Saved.");
    expect(ann.text()).toContain("Jo, jo@example.com");
    expect(ann.posts.map(({ to }) => "place" in to && to.place.id)).toEqual(["C0HANDOFF", "C0UPDATES"]);
    await ann.say("setup", admin);
    expect(ann.text()).toContain("Langue: Français");
    await ann.press("Modifier les réglages", admin);
    expect(ann.form()?.fields.map(({ value }) => value)).toEqual(Object.values(values));
    await ann.submit({ language: "en", handoff: "C0HANDOFF" }, admin);
    expect(await ann.store.settings({ platform: "slack", workspace: "T1" })).toEqual({
      language: "en",
      handoffPlace: { id: "C0HANDOFF", kind: "channel" },
    });
    // A channel that keeps its purpose is not told again.
    expect(ann.posts).toHaveLength(2);
    await ann.close();
  });

  it("takes the same in words, of any language", async () => {
    const ann = await converse(":memory:");
    await ann.say("setup region uk", admin);
    await ann.say("einrichten sprache deutsch", admin);
    await ann.say("setup questions <#C0HANDOFF|privacy>", admin);
    await ann.say("setup contact Jo & <@U1>\n*boss*", admin);
    expect(await ann.store.settings({ platform: "slack", workspace: "T1" })).toEqual({
      language: "de",
      region: "uk",
      handoffPlace: { id: "C0HANDOFF", kind: "channel" },
      privacyContact: "Jo & <@U1>\n*boss*",
    });
    await ann.say("setup region none", admin);
    expect(await ann.store.settings({ platform: "slack", workspace: "T1" })).not.toHaveProperty("region");
    await ann.close();
  });

  it("refuses with a sentence what is no language, region or channel, and saves nothing", async () => {
    const ann = await converse(":memory:");
    for (const [text, answer] of [
      ["setup language klingon", /one of these: en, fr/],
      ["setup region mars", /one of these: eu, uk/],
      ["setup handoff privacy", /which channel/],
      [`setup contact ${"x".repeat(201)}`, /at most 200/],
    ] as const) {
      await ann.say(text, admin);
      expect(ann.text()).toMatch(answer);
    }
    await ann.say("setup region", admin);
    expect(ann.text()).toContain("Say what to set it to");
    expect(await ann.store.settings({ platform: "slack", workspace: "T1" })).toEqual({});
    await ann.close();
  });

  it("does not save a channel in which the bot cannot write", async () => {
    const ann = await converse(":memory:");
    ann.deliver.answer = () => ({ ok: false, failure: "not-permitted", reason: "not_in_channel" });
    await ann.say("setup handoff <#C0HANDOFF>", admin);
    expect(ann.text()).toContain("I cannot write in that channel");
    expect(await ann.store.settings({ platform: "slack", workspace: "T1" })).toEqual({});
    await ann.close();
  });

  it("says where it is done when it is asked for in a direct message that belongs to no workspace", async () => {
    const ann = await converse(":memory:", { platform: "discord", tenant: "discord", person: "1" });
    const { workspace: _, ...nowhere } = { workspace: "", ...admin };
    await ann.send({ kind: "text", text: "setup" }, { ...nowhere, workspace: undefined as never });
    expect(ann.text()).toContain("belongs to a workspace or server");
    await ann.close();
  });

  it("offers forms that fit every platform, in every language", () => {
    // Slack: titles and buttons of 24 characters. Discord: labels of 45, hints of 100.
    for (const language of LANGUAGES) {
      const say = realKnowledge().say(language);
      for (const key of [
        "setup.form",
        "setup.save",
        "notes.form",
        "managers.form",
        "handoff.form",
        "handoff.answer-form",
        "handoff.form-send",
      ])
        expect(say(key).length, `${language} ${key}`).toBeLessThanOrEqual(24);
      for (const key of ["setup.language", "setup.region", "setup.contact", "setup.handoff", "setup.updates", "notes.label"])
        expect(say(key).length, `${language} ${key}`).toBeLessThanOrEqual(45);
      for (const key of [
        "setup.contact-hint",
        "setup.handoff-hint",
        "setup.updates-hint",
        "notes.hint",
        "managers.hint",
        "handoff.question-hint",
      ])
        expect(say(key).length, `${language} ${key}`).toBeLessThanOrEqual(100);
    }
  });
});

describe("what is set for the workspace", () => {
  it("is the language and region of who chose none, and of nobody else", async () => {
    const ann = await converse(":memory:");
    await ann.say("language workspace français", admin);
    expect(ann.text()).toContain("From now on I speak this language with everybody here");
    await ann.say("region workspace uk", admin);
    await ann.say("menu");
    expect(ann.labels()).toContain("Poser une question");
    await ann.say("menu", { locale: "de-DE" });
    expect(ann.labels()).toContain("Eine Frage stellen");
    await ann.say("region", { locale: "en-GB" });
    expect(ann.text()).toContain("Your workspace has set this region for you: UK");
    await ann.say("since when does linkedin use our data to train its ai?", { locale: "en-GB" });
    expect(ann.text()).not.toContain("Hong Kong:");
    await ann.say("region us");
    await ann.say("region", { locale: "en-GB" });
    expect(ann.text()).toContain("Your region is: US");
    await ann.say("menu", { workspace: "T2" });
    expect(ann.labels()).toContain("Ask a question");
    await ann.close();
  });

  it("is set by admins only", async () => {
    const ann = await converse(":memory:");
    for (const text of ["language workspace fr", "region workspace uk"]) {
      await ann.say(text);
      expect(ann.text()).toContain("Only admins");
    }
    expect(await ann.store.settings({ platform: "slack", workspace: "T1" })).toEqual({});
    await ann.close();
  });

  it("leaves questions that begin like the command alone", async () => {
    const ann = await converse(":memory:");
    await ann.say("setup of linkedin's ai opt out on my phone?");
    expect(ann.text()).not.toContain("Only admins");
    await ann.say("language of my linkedin?");
    expect(ann.text()).not.toContain("I speak English");
    await ann.close();
  });

  it("does not keep a question from being answered when it cannot be read", async () => {
    const ann = await converse(":memory:");
    await ann.store.close();
    await ann.say("does linkedin read my private messages?");
    expect(ann.text()).toMatch(/^Are my private messages used\?\nNo\./);
    expect(ann.reports.length).toBeGreaterThan(0);
  });
});

describe("who may manage", () => {
  it("is said by admins only, not by those whom they named", async () => {
    const ann = await converse(":memory:", { person: "UANNA01" });
    await ann.say("managers add <@UANNA01|ann>", admin);
    await ann.say("managers add <@UBOB0001>");
    expect(ann.text()).toContain("Only admins of this workspace can say who else");
    await ann.say("managers remove <@UANNA01>");
    expect(await ann.store.managers({ platform: "slack", workspace: "T1" })).toEqual(["UANNA01"]);
    await ann.close();
  });

  it("is chosen in a form, and ends when the person erases their data", async () => {
    const ann = await converse(":memory:", { person: "UANNA01" });
    await ann.say("managers", admin);
    await ann.press("Name somebody", admin);
    expect(ann.form()?.fields).toMatchObject([{ name: "person", type: "person" }]);
    await ann.submit({ person: "UANNA01" }, admin);
    expect(ann.text()).toContain("one person may manage me here");
    await ann.say("help");
    expect(ann.text()).toContain("setup:");
    await ann.say("my-data");
    expect(ann.text()).toMatch(/"manages": \[\s*"T1"/);
    await ann.say("forget-me");
    expect(ann.text()).toContain("An admin let you manage me");
    await ann.press("Erase everything");
    await ann.say("help");
    expect(ann.text()).not.toContain("setup:");
    await ann.close();
  });

  it("counts only in the workspace where it was said", async () => {
    const ann = await converse(":memory:", { platform: "discord", tenant: "discord", person: "100000000000000001" });
    await ann.say("managers add <@!100000000000000001>", { isAdmin: true, workspace: "G1" });
    await ann.say("setup", { workspace: "G1" });
    expect(ann.text()).toContain("Settings of this server");
    await ann.say("setup", { workspace: "G2" });
    expect(ann.text()).toContain("Only admins");
    await ann.close();
  });
});

describe("a company's note", () => {
  it("stands under its answer, marked as the company's, as it was written", async () => {
    const ann = await converse(":memory:");
    await ann.say("company-notes", admin);
    await ann.press("Which data", admin);
    await ann.press("Is my CV used?", admin);
    await ann.press("Write a note", admin);
    await ann.submit({ note: "Never upload *client* lists.\n\n<!channel> @everyone\n1. [Read](https://evil.example)" }, admin);
    await ann.press("Is my CV used?");
    const reply = await ann.say("is my cv used to train linkedin's ai?", { audience: "place" });
    const words = wordsOf(reply);
    expect(words).toContain(
      "Note by your company\nNever upload *client* lists.\n<!channel> @everyone\n1. [Read](https://evil.example)\nYour company's admins wrote this.",
    );
    expect(words.indexOf("checked 22 Aug 2026")).toBeLessThan(words.indexOf("Note by your company"));
    await ann.say("is my cv used to train linkedin's ai?", { workspace: "T2" });
    expect(ann.text()).not.toContain("Note by your company");
    await ann.close();
  });

  it("is shown, changed and removed, also in words", async () => {
    const ann = await converse(":memory:");
    await ann.say("company-note resume-cv First line\nSecond line", admin);
    expect(await ann.store.note({ platform: "slack", workspace: "T1" }, "resume-cv")).toBe("First line\nSecond line");
    await ann.say("company-notes", admin);
    expect(ann.text()).toContain("There is a note on one topic");
    await ann.press("Is my CV used?", admin);
    await ann.press("Change the note", admin);
    expect(ann.form()?.fields[0]?.value).toBe("First line\nSecond line");
    await ann.say("company-note resume-cv", admin);
    await ann.press("Remove the note", admin);
    expect(await ann.store.notedTopics({ platform: "slack", workspace: "T1" })).toEqual([]);
    await ann.close();
  });

  it("is refused when it is too long, about no topic, or by somebody who may not", async () => {
    const ann = await converse(":memory:");
    await ann.say(`company-note resume-cv ${"x".repeat(501)}`, admin);
    expect(ann.text()).toContain("at most 500 characters");
    await ann.say("company-note nonsense x", admin);
    expect(ann.text()).toContain("no topic of that name");
    await ann.say("company-note resume-cv x");
    expect(ann.text()).toContain("Only admins");
    expect(await ann.store.notedTopics({ platform: "slack", workspace: "T1" })).toEqual([]);
    await ann.close();
  });
});
