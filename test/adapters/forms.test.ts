import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderForm as renderForDiscord } from "../../src/adapters/discord/form.ts";
import { renderForm as renderForSlack } from "../../src/adapters/slack/form.ts";
import { FORM_VERB } from "../../src/core/action.ts";
import { LANGUAGES } from "../../src/core/languages.ts";
import type { Field, Form } from "../../src/core/reply.ts";
import { converse } from "../conversation.ts";
import { callbackProblems } from "../emulators/discord-message-rules.ts";
import { validateView } from "../emulators/slack-view-rules.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const ORIGIN = { channel: "C0123ABCD", respond: "https://hooks.example/response/1" };

function problemsOf(form: Form): unknown[] {
  return [...validateView(renderForSlack(form, ORIGIN)), ...callbackProblems({ type: 9, data: renderForDiscord(form) })];
}

describe("a form", () => {
  it("of the bot fits both platforms in every language, with nothing cut", async () => {
    using folder = temporaryFolder();
    const ann = await converse(path.join(folder.path, "bot.sqlite"));
    for (const locale of LANGUAGES) {
      const note = { command: "company-notes", subject: "resume-cv" };
      for (const what of [...["remind-me", "reminders", "setup", "managers", "ask-person"].map((command) => ({ command })), note]) {
        const { command } = what;
        // Asking a person needs a place; the form that sets one is shown empty, because ids differ between the platforms.
        const handoffPlace = command === "ask-person" ? ({ id: "C0123ABCD", kind: "channel" } as const) : null;
        await ann.store.saveSettings({ platform: "slack", workspace: "T1" }, { handoffPlace }, 0);
        const action = { ...what, verb: FORM_VERB };
        await ann.send({ kind: "press", action, private: true }, { isAdmin: true, locale, timeZone: "America/Argentina/Buenos_Aires" });
        const form = ann.form();
        if (!form) throw new Error(`${command} opens no form`);
        expect(problemsOf(form)).toEqual([]);
        expect(JSON.stringify([renderForSlack(form, ORIGIN), renderForDiscord(form)]), locale).not.toContain("…");
      }
    }
    await ann.close();
  });

  it("is taken by both platforms whatever stands in it", () => {
    const words = fc.string({ unit: "grapheme", maxLength: 300 });
    const common = { label: words, hint: fc.option(words, { nil: undefined }), required: fc.boolean() };
    const option = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 25 });
    const field = fc.oneof(
      fc.record({ ...common, type: fc.constant("text"), maxLength: fc.integer({ min: 20, max: 5_000 }), long: fc.boolean(), value: words }),
      fc.record({
        ...common,
        type: fc.constant("choice"),
        options: option.map((all) => all.map((value) => ({ value, label: `${value} `.repeat(30) }))),
      }),
      fc.record({ ...common, type: fc.constantFrom("channel", "person") }),
    );
    const forms = fc.record({ title: words, submit: words, fields: fc.array(field, { minLength: 1, maxLength: 5 }) });
    fc.assert(
      fc.property(forms, ({ fields, ...rest }) => {
        const named = fields.map(({ hint, ...one }, index) => ({
          ...one,
          name: `field-${index}`,
          ...(hint === undefined ? {} : { hint }),
        }));
        const form: Form = { ...rest, action: { command: "reminders", verb: "draft" }, fields: named as unknown as Field[] };
        expect(problemsOf(form)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
