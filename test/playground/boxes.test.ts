import { describe, expect, it } from "vitest";
import { createBoxes, IDLE_MS, MOST_VISITORS } from "../../src/playground/boxes.ts";
import { startPlayground } from "./start-playground.ts";

/** Boxes that only know whether they are open, and a clock in the test's hands. */
function boxesWithClock() {
  const time = { now: 1_000_000 };
  const state = { opened: 0, closed: 0 };
  const boxes = createBoxes(
    async () => {
      state.opened++;
      return { close: async () => void state.closed++ } as never;
    },
    () => time.now,
  );
  return { boxes, time, state };
}

describe("visits", () => {
  it("give a visitor the same bot again, and a stranger another one", async () => {
    const { boxes } = boxesWithClock();
    const first = await boxes.visit(undefined);
    expect((await boxes.visit(first.id)).box).toBe(first.box);
    expect((await boxes.visit("unknown")).box).not.toBe(first.box);
  });

  it("move on one visitor's clock only", async () => {
    const { boxes, time } = boxesWithClock();
    const [ann, bob] = [await boxes.visit(undefined), await boxes.visit(undefined)];
    ann.advance(3_600_000);
    ann.advance(-5);
    expect([ann.now(), bob.now()]).toEqual([time.now + 3_600_000, time.now]);
  });

  it("end when they are idle, once somebody new comes", async () => {
    const { boxes, time, state } = boxesWithClock();
    const idle = await boxes.visit(undefined);
    time.now += IDLE_MS - 1;
    const busy = await boxes.visit(undefined);
    time.now += 1;
    await boxes.visit(busy.id);
    expect(state.closed).toBe(0);
    await boxes.visit(undefined);
    expect(state.closed).toBe(1);
    expect((await boxes.visit(idle.id)).id).not.toBe(idle.id);
  });

  it("never are more than memory allows", async () => {
    const { boxes, state } = boxesWithClock();
    for (let visitor = 0; visitor < MOST_VISITORS + 3; visitor++) await boxes.visit(undefined);
    expect(state.opened - state.closed).toBe(MOST_VISITORS);
    await boxes.close();
    expect(state.opened - state.closed).toBe(0);
  });
});

describe("the playground's interface", () => {
  const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
  const say = (text: string) => ({ locale: "en", isAdmin: false, panes: ["slack", "discord"], what: { kind: "say", as: "command", text } });

  it("serves 200 people at once, each with a bot of their own", async () => {
    const url = `${await startPlayground()}/playground/act`;
    const walk = async (): Promise<string> => {
      const begun = await post(url, say("optout"));
      const cookie = begun.headers.get("set-cookie")?.split(";")[0] ?? "";
      const { messages } = (await begun.json()) as { messages: { id: string; html: string }[] };
      const action = /data-action="(a:optout:choose[^"]*web)"/.exec(messages[0]?.html ?? "")?.[1];
      const what = { kind: "press", action, message: messages[0]?.id, private: true };
      const moved = await post(url, { ...say(""), panes: ["slack"], what }, { cookie });
      return moved.status === 200
        ? (((await moved.json()) as { messages: { html: string }[] }).messages[0]?.html ?? "")
        : String(moved.status);
    };
    const seen = await Promise.all(Array.from({ length: 200 }, walk));
    expect(seen.filter((html) => !html.includes("Step 2 of 5"))).toEqual([]);
  });

  it("refuses what it does not understand, too much at once, and other sites", async () => {
    const url = `${await startPlayground()}/playground/act`;
    expect((await post(url, { what: "?" })).status).toBe(400);
    expect((await fetch(url, { method: "POST", body: "not json" })).status).toBe(403);
    expect((await post(url, { ...say("x"), padding: "x".repeat(40_000) })).status).toBe(413);
    const foreign = await fetch(url, {
      method: "POST",
      headers: { "content-type": "text/plain", origin: "https://elsewhere.example" },
      body: JSON.stringify(say("x")),
    });
    expect(foreign.status).toBe(403);
  });

  it("gives each visitor a cookie that no script and no other site sees, and pages that load nothing of others", async () => {
    const url = await startPlayground();
    const cookie = (await post(`${url}/playground/act`, say("help"))).headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Strict/i);
    const policy = (await fetch(`${url}/playground`)).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });
});
