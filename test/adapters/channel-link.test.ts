import { describe, expect, it } from "vitest";
import { renderReply as renderForDiscord } from "../../src/adapters/discord/render.ts";
import { renderReply as renderForSlack } from "../../src/adapters/slack/render.ts";
import { renderScreen } from "../../src/adapters/terminal/render.ts";
import { channelLink, linkedChannel } from "../../src/core/channel-link.ts";
import { stripMarkdown } from "../../src/core/markdown.ts";
import type { Reply } from "../../src/core/reply.ts";
import { mentionsIn } from "../emulators/discord-text.ts";
import { validateMessage } from "../emulators/slack-validate.ts";

function replyIn(text: string): Reply {
  return {
    audience: "person",
    replaces: false,
    blocks: [
      { type: "text", text },
      { type: "note", text },
      { type: "facts", rows: [{ label: "Where", value: text }] },
    ],
  };
}

describe("a channel", () => {
  it("is shown under its name on Slack", () => {
    const [message] = renderForSlack(replyIn(`Saved for ${channelLink({ id: "C0123ABCD:1764.1", kind: "thread" })}.`));
    expect(validateMessage(message ?? {})).toEqual({ invalid: [], careless: [] });
    expect(JSON.stringify(message).match(/\{"type":"channel","channel_id":"C0123ABCD"\}/g)).toHaveLength(3);
  });

  it("is shown under its name on Discord, and pings nobody", () => {
    const [message] = renderForDiscord(replyIn(`Saved for ${channelLink({ id: "1234567890123456789", kind: "channel" })}.`));
    const written = JSON.stringify(message?.components);
    expect(written.match(/<#1234567890123456789>/g)).toHaveLength(3);
    expect(mentionsIn(written)).toEqual([]);
  });

  it("is shown as its name in the terminal and in plain words", () => {
    const text = channelLink({ id: "#my_team-2", kind: "channel" });
    expect(renderScreen(replyIn(text), { styled: false, columns: 0 }).text).toBe("#my_team-2\n\n#my_team-2\n\nWhere: #my_team-2");
    expect(stripMarkdown(text)).toBe("#my_team-2");
  });

  it("that no platform knows stays text", () => {
    for (const address of ["channel:!here", "channel:", "channel:a b", "channel:<@U1>", "channel:U1"]) {
      const reply = replyIn(`[all](<${address}>)`);
      for (const message of renderForSlack(reply)) expect(validateMessage(message)).toEqual({ invalid: [], careless: [] });
      for (const { components } of renderForDiscord(reply)) expect(mentionsIn(JSON.stringify(components))).toEqual([]);
    }
    expect(linkedChannel("https://example.com")).toBeUndefined();
  });
});
