import { describe, expect, it } from "vitest";
import { renderScreen } from "../../../src/adapters/terminal/render.ts";
import type { Reply } from "../../../src/core/reply.ts";
import { EVERY_BLOCK } from "../../fixtures/every-block.ts";

const plain = { styled: false, columns: 0 };

describe("renderScreen", () => {
  it("shows every kind of block", async () => {
    await expect(renderScreen(EVERY_BLOCK, plain).text).toMatchFileSnapshot("../../fixtures/golden/terminal/every-block.txt");
  });

  it("numbers what can be pressed, in the order in which it is shown", () => {
    const { text, actions } = renderScreen(EVERY_BLOCK, plain);
    const numbers = [...text.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]));
    expect(numbers).toEqual(actions.map((_, index) => index + 1));
    expect(actions[0]).toEqual({ command: "optout", verb: "next", subject: "linkedin/web-open" });
  });

  it("wraps at the terminal's width and loses no word", () => {
    const words = Array.from({ length: 60 }, (_, index) => `word${index}`);
    const reply: Reply = { blocks: [{ type: "text", text: words.join(" ") }], audience: "person", replaces: false };
    const { text } = renderScreen(reply, { styled: false, columns: 40 });
    expect(text.split("\n").every((line) => line.length <= 40)).toBe(true);
    expect(text.split(/\s+/)).toEqual(words);
  });

  it("says an address that is its own text once", () => {
    const reply: Reply = {
      blocks: [{ type: "text", text: "[linkedin.com/x](https://www.linkedin.com/x) and [here](https://a.example/y)" }],
      audience: "person",
      replaces: false,
    };
    expect(renderScreen(reply, plain).text).toBe("https://www.linkedin.com/x and here (https://a.example/y)");
  });
});
