import { expect, it } from "vitest";
import type { Dispatch } from "../../../src/core/ports.ts";
import { inPlace, privately } from "../../../src/core/reply.ts";
import { slackSurface } from "../../contracts/slack.ts";

/** Counts per delivery id, so that a repeat is told apart. */
function counting(): Dispatch {
  const ids = new Set<string>();
  return async ({ id, input, audience }) => {
    if (ids.has(id)) return undefined;
    ids.add(id);
    if (input.kind === "press") return inPlace({ type: "text", text: `pressed ${input.action.verb}` });
    const outcome = privately(
      { type: "text", text: `answer ${ids.size}` },
      { type: "buttons", buttons: [{ label: "Go", action: { command: "x", verb: "go" } }] },
    );
    return { ...outcome, reply: { ...outcome.reply, audience } };
  };
}

it("the driver of the adapter contract does what a person does", async () => {
  const surface = slackSurface();
  await surface.start(counting());
  try {
    await surface.say("ann", "hello");
    await surface.redeliver();
    expect(surface.transcript("ben")).toEqual([
      { text: "<@UBOT> hello", buttons: [], private: false },
      { text: "answer 1", buttons: ["Go"], private: false },
    ]);
    await surface.press("ben", "Go");
    expect(surface.transcript("ben").at(-1)).toEqual({ text: "pressed go", buttons: [], private: true });
    await surface.command("ann", "status");
    expect(surface.transcript("ann").at(-1)).toEqual({ text: "answer 3", buttons: ["Go"], private: true });
    await surface.press("ann", "Go");
    expect(surface.transcript("ann").map(({ text }) => text)).toEqual(["<@UBOT> hello", "answer 1", "pressed go"]);
    await surface.dm("ann", "hi");
    expect(surface.transcript("ann").slice(-2)).toEqual([
      { text: "hi", buttons: [], private: true },
      { text: "answer 5", buttons: ["Go"], private: true },
    ]);
    expect(surface.failures()).toEqual([]);
  } finally {
    await surface.stop();
  }
});
