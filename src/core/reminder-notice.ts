import type { Attempt, NoticeKind } from "./delivery.ts";
import type { Language } from "./languages.ts";
import type { Knowledge } from "./ports.ts";
import { messageOf } from "./reminder-message.ts";
import type { Destination, Effect, Reply } from "./reply.ts";

/** What a delivery is made with. `now` is epoch milliseconds. */
export interface DeliveryContext {
  knowledge: Knowledge;
  now: number;
  /** The language in which the maker is told what went wrong. */
  makerLanguage: Language;
  completed?: number;
}

/** What an attempt posts, and where: the reminder's message, or a notice to its maker. */
export function effectOf(attempt: Attempt, context: DeliveryContext): Effect {
  const { kind, reminder } = attempt;
  const reply = kind === "occurrence" ? messageOf(reminder, context) : noticeOf(attempt, kind, context);
  return { type: "post", key: attempt.id, to: destinationOf(attempt), reply };
}

/** Where an attempt goes: a notice goes to the reminder's maker, everything else where the reminder goes. */
export function destinationOf({ kind, reminder: { to, maker } }: Pick<Attempt, "kind" | "reminder">): Destination {
  return kind === "occurrence" ? to : { platform: maker.platform, workspace: to.workspace, person: maker.person };
}

function noticeOf({ reminder, occurrenceAt }: Attempt, kind: NoticeKind, { knowledge, makerLanguage }: DeliveryContext): Reply {
  const say = knowledge.say(makerLanguage);
  const isPersonal = "person" in reminder.to;
  const about = say("notice.about", {
    kind: say(`reminder-kinds.${reminder.kind}`),
    when: formatMoment(occurrenceAt, makerLanguage, reminder.schedule.timeZone),
  });
  return {
    blocks: [
      { type: "heading", text: say("notice.title") },
      { type: "note", text: about },
      { type: "text", text: say(isPersonal ? "notice.personal" : `notice.${kind}`) },
      {
        type: "buttons",
        buttons: isPersonal
          ? [
              {
                label: say("menu.opt-out"),
                style: "primary",
                action: { command: "optout", verb: "start", subject: reminder.subject ?? "linkedin" },
              },
            ]
          : [{ label: say("notice.all-reminders"), action: { command: "reminders", verb: "run" } }],
      },
    ],
    audience: "person",
    replaces: false,
  };
}

/** An instant as people of a language write it, in a time zone: "7 Dec 2026, 09:00". */
function formatMoment(instant: number, language: Language, timeZone: string): string {
  const locale = language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(instant);
}
