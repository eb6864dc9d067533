import { renderForm } from "../../../src/adapters/slack/form.ts";
import { renderHome } from "../../../src/adapters/slack/home.ts";
import { renderReply } from "../../../src/adapters/slack/render.ts";
import type { Outcome } from "../../../src/core/reply.ts";
import { everyReplyContract } from "../../contracts/every-reply.ts";
import { validateHome, validateMessage } from "../../emulators/slack-validate.ts";
import { validateView } from "../../emulators/slack-view-rules.ts";

/** What Slack would hold against a reply, as a message, on the Home tab, and its form as a modal. */
function problemsOf({ reply, form }: Pick<Outcome, "reply" | "form">): string[] {
  const messages = renderReply(reply);
  const { view, rest } = renderHome(reply, "T1", "Back");
  const verdicts = [...messages, ...rest].map((message) => validateMessage(message, true)).concat(validateHome(view));
  const opened = form ? validateView(renderForm(form, { channel: "C1", respond: `https://example.org/${"x".repeat(200)}` })) : [];
  return [...verdicts.flatMap(({ error, invalid, careless }) => [...(error ? [error] : []), ...invalid, ...careless]), ...opened];
}

everyReplyContract({
  name: "Slack",
  admin: { platform: "slack", tenant: "T1", person: "UADMIN" },
  workspace: "T1",
  place: { id: "C0GENERAL", kind: "channel" },
  note: "Ask <!channel> & @legal: *please*",
  menuVerbs: ["home", "welcome", "stale"],
  texts: ["lunch?", "are my CVs and my private messages used?", "opt out", "x".repeat(3_000), "<!channel> *&* :smile:"],
  problemsOf,
});
