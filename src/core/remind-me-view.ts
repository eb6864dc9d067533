import { FORM_VERB } from "./action.ts";
import { escapeMarkdown } from "./markdown.ts";
import type { Context } from "./registry.ts";
import type { Reminder } from "./reminder.ts";
import type { Block, Button, Form, Outcome } from "./reply.ts";
import { PRESETS } from "./schedule/presets.ts";
import { sayWhen } from "./schedule/say-schedule.ts";

/** Most characters of a time in words. */
export const WHEN_LENGTH = 100;

/** What was kept, and what can still be changed about it. `then` is what a change of the time zone goes on with. */
export function keptBlocks(reminder: Reminder, then: string, context: Context): Block[] {
  const { say } = context;
  const when = escapeMarkdown(sayWhen(reminder.schedule, context));
  const about = context.knowledge.walkthroughText(reminder.subject ?? "linkedin", context.language).title;
  return [
    { type: "text", text: say("remind-me.kept", { when, title: escapeMarkdown(about) }) },
    {
      type: "buttons",
      buttons: [
        { label: say("remind-me.change-zone"), action: { command: "remind-me", verb: "zones", subject: then } },
        { label: say("remind-me.cancel"), action: { command: "remind-me", verb: "cancel", subject: reminder.id } },
      ],
    },
  ];
}

/** The person's reminders, a way to cancel each, and the times that are offered for another one. */
export function overviewBlocks(reminders: readonly Reminder[], walkthrough: string, context: Context): Block[] {
  const { say } = context;
  const list = reminders.map((reminder) => reminderRow(reminder, context));
  const options = list.map(({ label, plain }, index) => ({
    label: say("remind-me.cancel-this", { title: label }),
    description: plain,
    action: { command: "remind-me", verb: "cancel", subject: reminders[index]?.id ?? "" },
  }));
  return [
    { type: "heading", text: say("remind-me.title") },
    ...(list.length > 0
      ? [
          { type: "facts" as const, rows: list.map(({ label, value }) => ({ label, value })) },
          { type: "select" as const, placeholder: say("remind-me.choose-cancel"), options },
        ]
      : [{ type: "text" as const, text: say("remind-me.none") }]),
    { type: "note", text: say("remind-me.how", { command: context.knowledge.commandWord("remind-me", context.language) }) },
    { type: "buttons", buttons: presetButtons(walkthrough, context) },
  ];
}

/** What a reminder is about and when it comes. */
export function reminderRow(reminder: Reminder, context: Context): { label: string; value: string; plain: string } {
  const title = context.knowledge.walkthroughText(reminder.subject ?? "linkedin", context.language).title;
  const plain = sayWhen(reminder.schedule, context);
  return { label: title, value: escapeMarkdown(plain), plain };
}

/** Times to be reminded at, offered as buttons. */
export function presetButtons(walkthrough: string, { say }: Context): Button[] {
  const presets = PRESETS.map(
    (preset): Button => ({
      label: say(`remind-me.preset-${preset}`),
      action: { command: "remind-me", verb: "later", subject: `${walkthrough}/${preset}` },
    }),
  );
  return [...presets, { label: say("remind-me.another-time"), action: { command: "remind-me", verb: FORM_VERB, subject: walkthrough } }];
}

/** The question for another time; where no form can be opened it says how to write it. */
export function whenForm(walkthrough: string, { say, knowledge, language }: Context): Outcome {
  const form: Form = {
    title: say("remind-me.form"),
    submit: say("remind-me.form-submit"),
    action: { command: "remind-me", verb: "set", subject: walkthrough },
    fields: [
      {
        name: "when",
        label: say("remind-me.when"),
        hint: say("remind-me.examples"),
        required: true,
        type: "text",
        maxLength: WHEN_LENGTH,
        long: false,
      },
    ],
  };
  const text = say("remind-me.how", { command: knowledge.commandWord("remind-me", language) });
  return { reply: { blocks: [{ type: "text", text }], audience: "person", replaces: false }, effects: [], form };
}
