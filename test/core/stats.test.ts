import { describe, expect, it } from "vitest";
import { createUsageCounter, FLUSH_MS } from "../../src/core/usage.ts";
import type { Usage, Workspace } from "../../src/core/workspace.ts";
import { converse } from "../conversation.ts";

const admin = { isAdmin: true };

describe("stats", () => {
  it("count what was asked and done, from five on", async () => {
    const ann = await converse(":memory:");
    for (let i = 0; i < 4; i++) await ann.say("does linkedin read my private messages?");
    await ann.say("stats", admin);
    expect(ann.text()).toContain("Answers: fewer than 5");
    expect(ann.text()).not.toContain("Are my private messages used?");
    await ann.say("does linkedin read my private messages?", { workspace: "T2" });
    await ann.say("does linkedin read my private messages?");
    for (let i = 0; i < 6; i++) await ann.say("what is for lunch in the canteen today?");
    await ann.say("stats", admin);
    expect(ann.text()).toContain("Answers: 5");
    expect(ann.text()).toContain("Are my private messages used?: 5");
    expect(ann.text()).toContain("Questions without an answer: 6");
    expect(ann.text()).toContain("Walkthroughs begun: fewer than 5");
    expect(ann.text()).toContain("1 Nov 2026 to 30 Nov 2026");
    await ann.close();
  });

  it("count each walkthrough once when it begins and once when it is done, whoever presses twice", async () => {
    const ann = await converse(":memory:");
    for (let i = 0; i < 5; i++) {
      const person = { identity: { platform: "slack", tenant: "T1", person: `U${i}` } } as const;
      await ann.say("optout", person);
      await ann.press("Android", person);
      for (const label of ["Done, next", "Done, next", "Done, next", "Off"]) await ann.press(label, person);
      await ann.say("optout", person);
    }
    await ann.say("stats", admin);
    expect(ann.text()).toContain("Walkthroughs begun: 5");
    expect(ann.text()).toContain("Walkthroughs done: 5");
    await ann.close();
  });

  it("are kept by month", async () => {
    const ann = await converse(":memory:");
    for (let i = 0; i < 5; i++) await ann.say("does linkedin read my private messages?");
    ann.clock.now = Date.parse("2026-12-01T00:00:00Z");
    await ann.say("stats", admin);
    expect(ann.text()).toContain("1 Dec 2026 to 31 Dec 2026");
    expect(ann.text()).toContain("Answers: fewer than 5");
    await ann.press("The month from 1 Nov 2026", admin);
    expect(ann.text()).toContain("Answers: 5");
    await ann.press("The month from 1 Dec 2026", admin);
    await ann.send({ kind: "press", action: { command: "stats", verb: "month", subject: "2026-13'" }, private: true }, admin);
    expect(ann.text()).toContain("1 Dec 2026");
    await ann.close();
  });

  it("are for admins, and hold no person", async () => {
    const ann = await converse(":memory:", { person: "canary-person" });
    await ann.say("stats");
    expect(ann.text()).toContain("Only admins");
    for (let i = 0; i < 5; i++) await ann.say("canary-question does linkedin read my private messages?");
    await ann.say("stats", admin);
    const rows = await ann.store.usage({ platform: "slack", workspace: "T1" }, "2026-11");
    expect(rows).toEqual([{ month: "2026-11", event: "answer", subject: "private-messages", count: 5 }]);
    await ann.close();
  });
});

describe("the counter", () => {
  const team: Workspace = { platform: "slack", workspace: "T1" };

  function counting() {
    const clock = { now: 0 };
    const written: (Workspace & Usage)[][] = [];
    const troubles: unknown[] = [];
    const store = { broken: false };
    const counter = createUsageCounter(
      {
        async addUsage(rows) {
          if (store.broken) throw new Error("away");
          written.push([...rows]);
        },
        usage: async () => [],
      },
      () => clock.now,
      (error) => troubles.push(error),
    );
    return { clock, written, troubles, store, counter };
  }

  it("writes many counts at once, not each", async () => {
    const { clock, written, counter } = counting();
    for (let i = 0; i < 100; i++) counter.count(team, "unknown");
    expect(written).toEqual([]);
    clock.now = FLUSH_MS;
    counter.count(team, "answer", "inmail");
    await counter.flush();
    expect(written[0]).toEqual([
      { ...team, month: "1970-01", event: "unknown", subject: "", count: 100 },
      { ...team, month: "1970-01", event: "answer", subject: "inmail", count: 1 },
    ]);
  });

  it("keeps what could not be written, and adds it to what comes", async () => {
    const { written, troubles, store, counter } = counting();
    store.broken = true;
    counter.count(team, "unknown");
    await counter.flush();
    expect(troubles).toHaveLength(1);
    store.broken = false;
    counter.count(team, "unknown");
    await counter.flush();
    expect(written).toEqual([[{ ...team, month: "1970-01", event: "unknown", subject: "", count: 2 }]]);
  });
});
