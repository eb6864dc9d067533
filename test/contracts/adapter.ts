import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FORM_VERB } from "../../src/core/action.ts";
import { escapeMarkdown } from "../../src/core/markdown.ts";
import { type Block, type Form, type Outcome, privately } from "../../src/core/reply.ts";
import type { Request } from "../../src/core/request.ts";
import type { ContractSurface } from "./surface.ts";

/** Tests that do not apply to a surface, with the reason, which is printed. */
export interface Skip {
  reason: string;
  tests: readonly string[];
}

const KINDS = [
  { value: "how-to", label: "How-to" },
  { value: "fact", label: "Fact" },
];

const PERSON = "ann";
const OTHER = "bob";

const button = (label: string, subject: string, style?: "primary"): Block => ({
  type: "buttons",
  buttons: [{ label, action: { command: "optout", verb: "next", subject }, ...(style ? { style } : {}) }],
});

/** What every adapter must do, whatever its platform. Each test talks to the real adapter through its emulator. */
export function adapterContract(create: () => ContractSurface, skips: readonly Skip[] = []): void {
  const { name } = create();
  describe(`the adapter contract on ${name}`, () => {
    let surface: ContractSurface;
    let requests: Request[];
    let answer: (request: Request) => Outcome | undefined;

    const contract = (title: string, run: () => Promise<void>): void => {
      const skip = skips.find(({ tests }) => tests.includes(title));
      if (skip) it.skip(`${title} (${skip.reason})`, run);
      else it(title, run);
    };
    const last = () => surface.transcript(PERSON).at(-1);

    beforeEach(async () => {
      surface = create();
      requests = [];
      answer = ({ input }) =>
        privately({ type: "text", text: input.kind === "text" ? `You said: ${escapeMarkdown(input.text)}` : input.kind });
      await surface.start(async (request) => {
        requests.push(request);
        return answer(request);
      });
    });

    afterEach(async () => {
      await surface.stop();
      expect(surface.failures()).toEqual([]);
    });

    contract("answers a command for the person only", async () => {
      await surface.command(PERSON, "status");
      expect(requests).toHaveLength(1);
      expect(requests[0]).toMatchObject({ audience: "person", isAdmin: expect.any(Boolean) });
      expect(last()).toMatchObject({ private: true });
    });

    contract("answers a mention for everybody", async () => {
      answer = () => ({ reply: { blocks: [{ type: "text", text: "For all" }], audience: "place", replaces: false }, effects: [] });
      await surface.say(PERSON, "are my messages used?");
      expect(requests[0]).toMatchObject({ audience: "place", input: { kind: "text", text: "are my messages used?" } });
      expect(last()).toMatchObject({ text: "For all", private: false });
      expect(surface.transcript(OTHER).at(-1)).toMatchObject({ text: "For all" });
    });

    contract("keeps a private reply to a mention from the others", async () => {
      answer = () => privately({ type: "text", text: "For one" });
      await surface.say(PERSON, "status");
      expect(last()?.text).toContain("For one");
      expect(surface.transcript(OTHER).map(({ text }) => text)).not.toContain("For one");
    });

    contract("answers a direct message", async () => {
      await surface.dm(PERSON, "hello there");
      expect(requests[0]).toMatchObject({ place: { kind: "dm" }, input: { kind: "text", text: "hello there" } });
      expect(last()?.text).toBe("You said: hello there");
    });

    contract("opens a form where one is asked for, and brings back what was filled in", async () => {
      const form: Form = {
        title: "Post in a channel",
        submit: "Show",
        action: { command: "reminders", verb: "draft", subject: "r1" },
        fields: [
          {
            name: "when",
            label: "When",
            hint: "For example tomorrow",
            required: true,
            type: "text",
            maxLength: 100,
            long: false,
            value: "tomorrow",
          },
          { name: "kind", label: "Kind", required: true, type: "choice", options: KINDS, value: "fact" },
          { name: "about", label: "About", required: false, type: "choice", options: KINDS },
          { name: "channel", label: "Channel", required: true, type: "channel" },
          { name: "text", label: "Text", required: false, type: "text", maxLength: 1_000, long: true, placeholder: "Dear all" },
        ],
      };
      const opening: Block = { type: "buttons", buttons: [{ label: "Add", action: { command: "reminders", verb: FORM_VERB } }] };
      answer = ({ input }) => {
        if (input.kind === "press") return { ...privately({ type: "text", text: "In words" }), form };
        return privately({ type: "text", text: input.kind === "submit" ? "Understood" : "Here" }, opening);
      };
      await surface.command(PERSON, "status");
      await surface.press(PERSON, "Add");
      expect(last()?.text).not.toContain("In words");
      expect(surface.form(OTHER)).toBeUndefined();
      expect(surface.form(PERSON)).toEqual({
        title: "Post in a channel",
        fields: [
          { label: "When", value: "tomorrow" },
          { label: "Kind", value: "Fact" },
          { label: "About", value: "" },
          { label: "Channel", value: "" },
          { label: "Text", value: "" },
        ],
      });
      await surface.submit(PERSON, { When: "every monday", Channel: surface.channel, Text: "Line 1\nLine 2 <@U1>" });
      expect(requests.at(-1)).toMatchObject({
        workspace: requests[0]?.workspace,
        identity: requests[0]?.identity,
        place: requests[0]?.place,
        audience: "person",
        input: {
          kind: "submit",
          action: form.action,
          values: { when: "every monday", kind: "fact", channel: surface.channel, text: "Line 1\nLine 2 <@U1>" },
        },
      });
      expect(last()).toMatchObject({ text: "Understood", private: true });
      expect(surface.form(PERSON)).toBeUndefined();
      expect(surface.transcript(OTHER).map(({ text }) => text)).not.toContain("Understood");
    });

    contract("keeps one identity for one person and gives each request an id of its own", async () => {
      await surface.dm(PERSON, "one");
      await surface.command(PERSON, "status");
      await surface.dm(OTHER, "three");
      const [one, two, three] = requests;
      expect(one?.identity).toEqual(two?.identity);
      expect(three?.identity).not.toEqual(one?.identity);
      expect(new Set(requests.map(({ id }) => id)).size).toBe(3);
    });

    contract("carries a button's action there and back, and replaces the private message", async () => {
      answer = ({ input }) =>
        input.kind === "press"
          ? {
              reply: { blocks: [{ type: "text", text: `Pressed ${input.action.subject}` }], audience: "person", replaces: true },
              effects: [],
            }
          : privately({ type: "text", text: "Step one" }, button("Done, next", "linkedin/web-open", "primary"));
      await surface.command(PERSON, "optout");
      await surface.press(PERSON, "Done, next");
      expect(requests[1]?.input).toEqual({
        kind: "press",
        action: { command: "optout", verb: "next", subject: "linkedin/web-open" },
        private: true,
      });
      const texts = surface.transcript(PERSON).map(({ text }) => text);
      expect(texts).toContain("Pressed linkedin/web-open");
      expect(texts.join()).not.toContain("Step one");
    });

    contract("carries a choice of a select", async () => {
      const options = ["one", "two"].map((subject) => ({ label: `Topic ${subject}`, action: { command: "ask", verb: "topic", subject } }));
      answer = ({ input }) =>
        input.kind === "press"
          ? privately({ type: "text", text: "Chosen" })
          : privately({ type: "select", placeholder: "Choose", options });
      await surface.dm(PERSON, "topics");
      await surface.press(PERSON, "Topic two");
      expect(requests[1]?.input).toMatchObject({ kind: "press", action: { command: "ask", verb: "topic", subject: "two" } });
    });

    contract("answers a press under a public message privately, whoever presses", async () => {
      answer = ({ input }) =>
        input.kind === "press"
          ? privately({ type: "text", text: "For the presser" })
          : {
              reply: { blocks: [{ type: "text", text: "Public" }, button("Show me", "x")], audience: "place", replaces: false },
              effects: [],
            };
      await surface.say(PERSON, "hello");
      await surface.press(OTHER, "Show me");
      expect(requests[1]?.input).toMatchObject({ kind: "press", private: false });
      expect(surface.transcript(OTHER).at(-1)).toMatchObject({ text: "For the presser", private: true });
      expect(surface.transcript(PERSON).map(({ text }) => text)).not.toContain("For the presser");
      expect(surface.transcript(PERSON).some(({ text }) => text === "Public")).toBe(true);
    });

    contract("gives a repeated delivery the same id, so that it is handled once", async () => {
      const seen = new Set<string>();
      answer = ({ id }) => {
        if (seen.has(id)) return undefined;
        seen.add(id);
        return privately({ type: "text", text: "Once" });
      };
      await surface.dm(PERSON, "hello");
      await surface.redeliver();
      expect(surface.transcript(PERSON).filter(({ text }) => text === "Once")).toHaveLength(1);
      expect(new Set(requests.map(({ id }) => id)).size).toBe(1);
    });

    contract("splits a long reply and loses no word of it", async () => {
      const words = Array.from({ length: 3_000 }, (_, index) => `word${index}`);
      const paragraphs = Array.from({ length: 30 }, (_, index) => words.slice(index * 100, index * 100 + 100).join(" "));
      answer = () => privately(...paragraphs.map((text): Block => ({ type: "text", text })));
      await surface.dm(PERSON, "everything");
      const all = surface
        .transcript(PERSON)
        .map(({ text }) => text)
        .join(" ");
      expect(words.filter((word) => !new RegExp(`\\b${word}\\b`).test(all))).toEqual([]);
    });

    contract("shows more buttons and options than a message holds", async () => {
      const labels = Array.from({ length: 60 }, (_, index) => `Number ${index}`);
      const action = (subject: string) => ({ command: "ask", verb: "topic", subject });
      answer = () =>
        privately(
          { type: "buttons", buttons: labels.slice(0, 30).map((label) => ({ label, action: action(label) })) },
          { type: "select", placeholder: "Choose", options: labels.slice(30).map((label) => ({ label, action: action(label) })) },
        );
      await surface.dm(PERSON, "everything");
      expect(surface.transcript(PERSON).flatMap(({ buttons }) => buttons)).toEqual(labels);
    });

    contract("pings nobody and makes no link of what a person wrote", async () => {
      const text = "@everyone @here <!channel> <@U123> <@&456> <#C1> *bold* `code` [x](https://evil.example)";
      await surface.dm(PERSON, text);
      expect(last()?.text).toContain("everyone");
      expect(last()?.text).toContain("*bold*");
    });

    contract("says nothing when there is nothing to say", async () => {
      answer = () => undefined;
      await surface.dm(PERSON, "hello");
      expect(surface.transcript(PERSON).filter(({ text }) => text !== "hello")).toEqual([]);
    });
  });
}
