import { describe, expect, it } from "vitest";
import { converse } from "../conversation.ts";

describe("a question", () => {
  it("is answered with its source and the date it was checked", async () => {
    const ann = await converse(":memory:");
    await ann.say("does linkedin read my private messages?");
    expect(ann.text()).toMatch(/^Are my private messages used\?\nNo\./);
    expect(ann.text()).toMatch(/LinkedIn: .*https:\/\/www\.linkedin\.com\/help\S+ \(.*checked 22 Aug 2026\)/);
    await ann.close();
  });

  it("is answered in its own language, whatever the person's is", async () => {
    const ann = await converse(":memory:");
    await ann.say("est-ce que linkedin lit mes messages privés ?");
    expect(ann.text()).toMatch(/Non/);
    expect(ann.text()).toMatch(/22 août 2026/);
    await ann.close();
  });

  it("that fits nothing is not answered", async () => {
    const ann = await converse(":memory:");
    await ann.say("what is for lunch in the canteen today?");
    expect(ann.text()).toMatch(/^I do not know/);
    expect(ann.labels()).toContain("All topics");
    await ann.close();
  });

  it("in a mention is answered for everyone to see", async () => {
    const ann = await converse(":memory:");
    const reply = await ann.say("are my dms used to train linkedin's ai?", { audience: "place" });
    expect(reply.audience).toBe("place");
    const menu = await ann.say("status", { audience: "place" });
    expect(menu.audience).toBe("person");
    await ann.close();
  });

  it("offers what is near when it was not what was asked", async () => {
    const ann = await converse(":memory:");
    await ann.say("does linkedin read my private messages?");
    await ann.press("Not what I asked");
    expect(ann.labels().length).toBeGreaterThan(2);
    await ann.press(/InMail/i);
    expect(ann.text()).toMatch(/InMail/);
    await ann.close();
  });
});

describe("the region", () => {
  it("is shown line by line while it is unknown, and alone once it is set", async () => {
    const ann = await converse(":memory:");
    await ann.say("since when does linkedin use our data to train its ai?");
    expect(ann.text()).toContain("UK:");
    expect(ann.text()).toContain("Hong Kong:");
    await ann.press("Set my region");
    await ann.press("UK");
    expect(ann.text()).toContain("Your region is now: UK.");
    expect(ann.text()).toContain("UK:");
    expect(ann.text()).not.toContain("Hong Kong:");
    await ann.say("region");
    expect(ann.text()).toContain("Your region is: UK");
    await ann.close();
  });
});

describe("the menu", () => {
  it("says what is going on and where the person stands", async () => {
    const ann = await converse(":memory:");
    await ann.say("");
    expect(ann.labels()).toEqual(["Opt out step by step", "Ask a question", "Facebook & Instagram", "Remind me", "More"]);
    await ann.press("Opt out step by step");
    await ann.press("Android");
    await ann.say("");
    expect(ann.text()).toContain("Step 2 of 5");
    await ann.close();
  });

  it("leads everywhere that it names", async () => {
    const ann = await converse(":memory:");
    for (const label of ["My status", "All topics", "Language", "Region", "Sources", "What I store", "Help"]) {
      await ann.say("");
      await ann.press("More");
      await ann.press(label);
      expect(ann.text()).not.toBe("");
    }
    expect(ann.reports).toEqual([]);
    await ann.close();
  });
});

describe("topics", () => {
  it("are browsed by group and found by a word", async () => {
    const ann = await converse(":memory:");
    await ann.say("topics");
    await ann.press("Which data");
    await ann.press("Are my private messages used?");
    expect(ann.text()).toContain("No.");
    await ann.say("topics mail");
    expect(ann.labels().join()).toMatch(/InMail/);
    await ann.say("topics xylophone");
    expect(ann.text()).toContain("No topic has that word");
    await ann.close();
  });

  it("are each shown without a fault, in every region", async () => {
    const ann = await converse(":memory:");
    for (const region of ["us", "uk"]) {
      await ann.say(`region ${region}`);
      for (const group of [
        "The basics",
        "Opting out",
        "Which data",
        "What opting out changes",
        "Law, authorities and Microsoft",
        "Meta and other services",
      ]) {
        await ann.say("topics");
        await ann.press(group);
        const titles = ann.labels();
        expect(titles.length).toBeGreaterThan(0);
        for (const title of titles) {
          await ann.say("topics");
          await ann.press(group);
          await ann.press(title);
          expect(ann.text()).toContain(title);
          ann.clock.now += 10_000;
        }
      }
    }
    expect(ann.reports).toEqual([]);
    await ann.close();
  });
});

describe("the language", () => {
  it("is set by a button or a word, and kept", async () => {
    const ann = await converse(":memory:");
    await ann.say("language");
    await ann.press("Français");
    expect(ann.text()).toMatch(/Français/);
    await ann.say("language en");
    expect(ann.text()).toContain("From now on I speak English");
    await ann.close();
  });
});

describe("a person's own data", () => {
  it("is shown whole and erased on request", async () => {
    const ann = await converse(":memory:");
    await ann.say("region uk");
    await ann.say("optout");
    await ann.press("Android");
    await ann.say("my-data");
    const data = JSON.parse(ann.text().slice(ann.text().indexOf("{"))) as Record<string, unknown>;
    expect(data).toMatchObject({ preferences: { region: "uk", device: "android" }, walkthroughs: [{ walkthrough: "linkedin" }] });
    await ann.say("forget-me");
    await ann.press("Erase everything");
    await ann.say("my-data");
    expect(ann.text()).toContain('"preferences": {}');
    expect(ann.text()).toContain('"walkthroughs": []');
    await ann.close();
  });
});

describe("sources", () => {
  it("are all listed, with those that are due for another look counted", async () => {
    const ann = await converse(":memory:");
    await ann.say("sources");
    expect(ann.text()).toContain("All of them were checked");
    ann.clock.now = Date.parse("2027-06-01T00:00:00Z");
    await ann.say("sources");
    expect(ann.text()).toMatch(/\d+ of them were not checked/);
    await ann.say("does linkedin read my private messages?");
    expect(ann.text()).toContain("may be out of date");
    await ann.close();
  });
});
