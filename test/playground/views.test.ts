import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderReply as renderForDiscord } from "../../src/adapters/discord/render.ts";
import { renderReply as renderForSlack } from "../../src/adapters/slack/render.ts";
import { escapeMarkdown } from "../../src/core/markdown.ts";
import type { Block, Reply } from "../../src/core/reply.ts";
import { discordView } from "../../src/playground/discord-view.ts";
import { slackView } from "../../src/playground/slack-view.ts";
import { EVERY_BLOCK } from "../fixtures/every-block.ts";

const pressed = { message: "m1", private: true };
const reply = (...blocks: Block[]): Reply => ({ blocks, audience: "person", replaces: false });
const views = {
  slack: async (one: Reply) => (await Promise.all(renderForSlack(one).map((payload) => slackView(payload, pressed)))).join(""),
  discord: async (one: Reply) => (await Promise.all(renderForDiscord(one).map((payload) => discordView(payload, pressed)))).join(""),
};

describe.each(Object.entries(views))("the view of %s", (_, view) => {
  it("draws every kind of block that the renderer makes", async () => {
    const drawn = await view(EVERY_BLOCK);
    expect(drawn).not.toMatch(/\[\d+\]|\[[a-z_]+\]<\/p>/);
  });

  it("makes controls that say what they do", async () => {
    const drawn = await view(
      reply({
        type: "buttons",
        buttons: [
          { label: "Go & see", style: "primary", action: { command: "ask", verb: "topic", subject: "a" } },
          { label: "Open", url: "https://example.com/?a=1&b=2" },
        ],
      }),
    );
    expect(drawn).toContain(
      '<button type="button" class="button primary" data-action="a:ask:topic:a" data-message="m1" data-private="true">Go &amp; see</button>',
    );
    expect(drawn).toContain('href="https://example.com/?a=1&amp;b=2"');
  });

  it("shows lists, links and emphasis as such", async () => {
    const drawn = await view(reply({ type: "text", text: "a **bold** [link](https://example.com/x)\n\n- one\n- two" }));
    expect(drawn).toContain("<strong>bold</strong>");
    expect(drawn).toMatch(/<a href="https:\/\/example.com\/x"[^>]*>link<\/a>/);
    expect(drawn.replace(/\s+/g, "")).toContain("<ul><li>one</li><li>two</li></ul>");
  });

  it("never takes what somebody wrote for HTML", async () => {
    const nasty = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "<a href=javascript:x>"),
    );
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        const drawn = await view(
          reply(
            { type: "heading", text },
            { type: "text", text: escapeMarkdown(text) },
            { type: "note", text: escapeMarkdown(text) },
            { type: "copy", text },
            {
              type: "buttons",
              buttons: [{ label: text, action: { command: "ask", verb: "run" } }],
            },
          ),
        );
        expect(drawn).not.toMatch(/<(script|img|iframe|svg|style)|<[^>]*\son\w+=|href="javascript:/i);
      }),
    );
  });
});
