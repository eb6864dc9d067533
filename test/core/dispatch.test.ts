import { describe, expect, it } from "vitest";
import { createDispatch } from "../../src/core/dispatch.ts";
import { StoreError, UserError } from "../../src/core/errors.ts";
import type { Dispatch, Store } from "../../src/core/ports.ts";
import { type Command, createRegistry } from "../../src/core/registry.ts";
import { privately } from "../../src/core/reply.ts";
import type { Request } from "../../src/core/request.ts";
import { openStore } from "../../src/store/open.ts";
import { realKnowledge, wordsOf } from "../conversation.ts";
import { noPlatform } from "../no-platform.ts";

const request: Request = {
  id: "1",
  identity: { platform: "slack", tenant: "T1", person: "U1" },
  workspace: "T1",
  place: { id: "C1", kind: "channel" },
  isAdmin: false,
  audience: "person",
  input: { kind: "text", text: "" },
};

function command(name: string, run: Command["run"], audience: Command["audience"] = "everyone"): Command {
  return { name, options: [], audience, listed: false, run };
}

/** A dispatch over a real store in memory, with commands that do what a test needs. */
async function dispatchWith(commands: readonly Command[], change: Partial<Store> = {}) {
  const store = await openStore(":memory:", 0);
  const reports: string[] = [];
  const menu = command("menu", async ({ verb }, { language }) => privately({ type: "text", text: `menu ${verb} ${language}` }));
  const dispatch = createDispatch({
    registry: createRegistry([menu, ...commands]),
    knowledge: realKnowledge(),
    store: { ...store, ...change },
    clock: () => 0,
    report: (event) => reports.push(event),
    ...noPlatform(store, () => 0),
  });
  return { dispatch, reports, store };
}

async function replyOf(dispatch: Dispatch, change: Partial<Request> = {}): Promise<string | undefined> {
  const outcome = await dispatch({ ...request, ...change });
  return outcome && wordsOf(outcome.reply);
}

describe("dispatch", () => {
  it("handles a delivery once", async () => {
    const { dispatch, reports } = await dispatchWith([]);
    expect(await replyOf(dispatch)).toBe("menu run en");
    expect(await replyOf(dispatch)).toBeUndefined();
    expect(await replyOf(dispatch, { id: "2" })).toBe("menu run en");
    expect(reports).toEqual(["repeat"]);
  });

  it("speaks the person's language before the platform's, and English when it knows neither", async () => {
    const { dispatch, store } = await dispatchWith([]);
    expect(await replyOf(dispatch, { id: "1", locale: "de-AT" })).toBe("menu run de");
    expect(await replyOf(dispatch, { id: "2", locale: "sv-SE" })).toBe("menu run en");
    await store.savePreferences(request.identity, { language: "fr" }, 0);
    expect(await replyOf(dispatch, { id: "3", locale: "de-AT" })).toBe("menu run fr");
  });

  it("keeps admin commands from everybody whom the platform does not vouch for", async () => {
    const secret = command("secret", async () => privately({ type: "text", text: "done" }), "admins");
    const { dispatch } = await dispatchWith([secret]);
    const input = { kind: "command", name: "secret", options: {} } as const;
    expect(await replyOf(dispatch, { id: "1", input })).toMatch(/Only admins/);
    expect(await replyOf(dispatch, { id: "2", input, isAdmin: true })).toBe("done");
    const press = { kind: "press", action: { command: "secret", verb: "run" }, private: true } as const;
    expect(await replyOf(dispatch, { id: "3", input: press })).toMatch(/Only admins/);
  });

  it("answers a button whose command no longer exists", async () => {
    const { dispatch } = await dispatchWith([]);
    const press = { kind: "press", action: { command: "gone", verb: "x" }, private: true } as const;
    expect(await replyOf(dispatch, { input: press })).toBe("menu stale en");
  });

  it("turns every error into a reply that says what to do next", async () => {
    const failing = [
      command("user", async () => {
        throw new UserError("errors.too-fast");
      }),
      command("store", async () => {
        throw new StoreError("disk full");
      }),
      command("bug", async () => {
        throw new TypeError("x is undefined");
      }),
    ];
    const { dispatch, reports } = await dispatchWith(failing);
    const call = (name: string) => replyOf(dispatch, { id: name, input: { kind: "command", name, options: {} } });
    expect(await call("user")).toMatch(/wait a minute/);
    expect(await call("store")).toMatch(/cannot save right now/);
    expect(await call("bug")).toMatch(/reference: bug/);
    expect(reports).toEqual(["store-trouble", "fault"]);
  });

  it("goes on answering when the store is down", async () => {
    const down = async () => {
      throw new StoreError("gone");
    };
    const { dispatch, reports } = await dispatchWith([], { claimRequest: down, preferences: down });
    expect(await replyOf(dispatch, { locale: "fr" })).toBe("menu run fr");
    expect(reports).toEqual(["store-trouble", "store-trouble"]);
  });
});
