import { FORM_VERB } from "./action.ts";
import type { Context } from "./registry.ts";
import { CHANNEL_KINDS, MESSAGE_LENGTH, type Reminder } from "./reminder.ts";
import type { Block, Field, Form } from "./reply.ts";
import { nextOccurrence } from "./schedule/occurrences.ts";
import { sayLocally } from "./schedule/say-schedule.ts";

/** Most characters of a time in words and of the name of a time zone. */
const WHEN_LENGTH = 200;
const ZONE_LENGTH = 60;

/** Everything about a reminder that is written; the rest is chosen afterwards. `base` is what it shows already. */
export function reminderForm(base: Reminder | undefined, timeZone: string | undefined, context: Context): Form {
  const { say } = context;
  const kinds = CHANNEL_KINDS.map((value) => ({ value, label: say(`choice-names.${value}`) }));
  const when = base && nextOccurrence(base.schedule, context.clock()) !== undefined ? sayLocally(base.schedule, context) : undefined;
  const channel = base && "place" in base.to ? base.to.place.id : undefined;
  return {
    title: say("reminders.form"),
    submit: say("reminders.form-submit"),
    action: { command: "reminders", verb: "draft", ...(base ? { subject: base.id } : {}) },
    fields: [
      { name: "channel", label: say("reminders.channel"), required: true, type: "channel", ...prefilled(channel) },
      { name: "kind", label: say("reminders.kind"), required: true, type: "choice", options: kinds, value: base?.kind ?? "announcement" },
      textField("when", { label: say("reminders.when"), hint: say("reminders.examples"), maxLength: WHEN_LENGTH, value: when }),
      textField("zone", { label: say("reminders.zone"), maxLength: ZONE_LENGTH, value: base?.schedule.timeZone ?? timeZone }),
      {
        name: "text",
        label: say("reminders.message"),
        hint: say("reminders.message-hint"),
        required: false,
        type: "text",
        maxLength: MESSAGE_LENGTH,
        long: true,
        ...prefilled(base?.message),
      },
    ],
  };
}

/** Leads to the form; where none can be opened, to how it is said in words. */
export function formButton(
  label: string,
  subject: string | undefined,
  style?: "primary",
): Extract<Block, { type: "buttons" }>["buttons"][number] {
  return {
    label,
    action: { command: "reminders", verb: FORM_VERB, ...(subject === undefined ? {} : { subject }) },
    ...(style ? { style } : {}),
  };
}

function textField(
  name: string,
  { label, hint, maxLength, value }: { label: string; hint?: string; maxLength: number; value: string | undefined },
): Field {
  return {
    name,
    label,
    ...(hint === undefined ? {} : { hint }),
    required: true,
    type: "text",
    maxLength,
    long: false,
    ...prefilled(value?.slice(0, maxLength)),
  };
}

function prefilled(value: string | undefined): { value?: string } {
  return value === undefined ? {} : { value };
}
