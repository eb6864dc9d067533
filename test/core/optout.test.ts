import path from "node:path";
import { describe, expect, it } from "vitest";
import { converse, wordsOf } from "../conversation.ts";
import { temporaryFolder } from "../temporary-folder.ts";

describe("the LinkedIn walkthrough", () => {
  it("is gone through to its verified end, survives a restart, and can be undone", async () => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, "bot.sqlite");
    const before = await converse(file);
    await before.say("optout");
    expect(before.text()).toContain("Step 1 of 5");
    await before.press("On a computer");
    expect(before.text()).toContain("Step 2 of 5");
    await before.press("Done, next");
    expect(before.text()).toContain("Step 3 of 5");
    await before.close();

    const after = await converse(file);
    await after.say("optout");
    expect(after.text()).toContain("Step 3 of 5");
    await after.press("Done, next");
    await after.press("Done, next");
    expect(after.text()).toContain("Step 5 of 5");
    await after.press("Off");
    expect(after.text()).toContain("Covered:");
    await after.say("status");
    expect(after.text()).toMatch(/Done on 24 Nov 2026/);
    await after.press(/^Undo/);
    expect(after.text()).toContain("Step 5 of 5");
    await after.say("status");
    expect(after.text()).toContain("Step 5 of 5");
    await after.close();
  });

  it("helps with the very step that the person does not find, and comes back", async () => {
    using folder = temporaryFolder();
    const ann = await converse(path.join(folder.path, "bot.sqlite"));
    await ann.say("optout linkedin");
    await ann.press("iPhone or iPad");
    await ann.press("I don't see this");
    expect(ann.text()).toMatch(/Update the LinkedIn app on your iPhone/);
    await ann.press("Back to the step");
    expect(ann.text()).toContain("Step 2 of 5");
    await ann.close();
  });

  it("remembers the device for the next time", async () => {
    using folder = temporaryFolder();
    const ann = await converse(path.join(folder.path, "bot.sqlite"));
    await ann.say("optout");
    await ann.press("Android");
    expect(await ann.store.preferences({ platform: "slack", tenant: "T1", person: "ann" })).toEqual({ device: "android" });
    await ann.close();
  });

  it("keeps the place when put off", async () => {
    using folder = temporaryFolder();
    const ann = await converse(path.join(folder.path, "bot.sqlite"));
    await ann.say("optout");
    await ann.press("On a computer");
    await ann.press("Later");
    expect(ann.text()).toContain("I keep your place");
    await ann.press("Resume");
    expect(ann.text()).toContain("Step 2 of 5");
    await ann.close();
  });

  it("moves one step when a button is pressed twice, also by two processes at once", async () => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, "bot.sqlite");
    const one = await converse(file);
    const two = await converse(file);
    await one.say("optout");
    await one.press("On a computer");
    await two.say("optout");
    expect(two.text()).toContain("Step 2 of 5");
    await Promise.all([one.press("Done, next"), two.press("Done, next")]);
    await one.say("status");
    expect(one.text()).toContain("Step 3 of 5");
    await Promise.all([one.close(), two.close()]);
  });

  it("shows LinkedIn's labels in the language of the person's LinkedIn", async () => {
    using folder = temporaryFolder();
    const ann = await converse(path.join(folder.path, "bot.sqlite"));
    await ann.say("optout");
    await ann.press("On a computer");
    await ann.press("Done, next");
    expect(ann.text()).toContain("Data for Generative AI Improvement");
    await ann.press("My LinkedIn is in another language");
    await ann.press("Deutsch");
    expect(ann.text()).toContain("Daten zur Verbesserung generativer KI");
    await ann.close();
  });

  it("keeps two people's progress apart", async () => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, "bot.sqlite");
    const ann = await converse(file);
    const bob = await converse(file, { person: "bob" });
    await ann.say("optout");
    await ann.press("Android");
    await bob.say("status");
    expect(bob.text()).toContain("You have not begun");
    await Promise.all([ann.close(), bob.close()]);
  });

  it("takes somebody who says they have done it to the last step, which alone can mark it done", async () => {
    using folder = temporaryFolder();
    const ann = await converse(path.join(folder.path, "bot.sqlite"));
    const verify = await ann.dispatch({
      id: "press-1",
      identity: { platform: "slack", tenant: "T1", person: "ann" },
      workspace: "T1",
      place: { id: "C1", kind: "channel" },
      isAdmin: false,
      audience: "person",
      input: { kind: "press", action: { command: "optout", verb: "verify", subject: "linkedin" }, private: false },
    });
    expect(wordsOf(verify?.reply ?? fail())).toContain("Reload the page. What does the switch show now?");
    await ann.say("status");
    expect(ann.text()).toContain("Step 5 of 5");
    await ann.say("optout");
    await ann.press("Off");
    expect(ann.text()).toContain("Covered:");
    await ann.close();
  });
});

function fail(): never {
  throw new Error("there is no answer");
}
