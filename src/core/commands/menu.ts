import { mayManage } from "../guards.ts";
import { progressSummary } from "../progress-summary.ts";
import type { Call, Command, Context } from "../registry.ts";
import { type Block, type Button, type Outcome, privately } from "../reply.ts";

/** The topic whose first statements open the menu: the menu states no facts of its own. */
const OPENING_TOPIC = "what-is-happening";

/** How many statements of it are said. */
const OPENING_STATEMENTS = 2;

/** What is suggested to somebody who has not asked anything yet: the first {@link SUGGESTIONS} that their own title leads to. */
const SUGGESTED_TOPICS = ["data-used-list", "private-messages", "how-to-opt-out-web", "meta-what-changed", "deadline-passed", "resume-cv"];
const SUGGESTIONS = 4;

/** What people see first: what is going on, where they stand, and what they can do. */
export const menu: Command = {
  name: "menu",
  options: [],
  audience: "everyone",
  listed: false,
  async run(call, context) {
    if (call.verb === "more") return more(call, context);
    if (call.verb === "meta") return meta(context);
    if (call.verb === "welcome") return welcome(context);
    const progress = await context.store.progress(call.request.identity);
    const blocks = await opening(context);
    if (call.verb === "stale") blocks.unshift({ type: "note", text: context.say("errors.old-button") });
    if (progress.length > 0) {
      const rows = progress.map((one) => progressSummary(one, context));
      blocks.push({ type: "facts", rows });
    }
    const buttons = call.verb === "home" ? [...menuButtons(context), ...(await managersButtons(call, context))] : menuButtons(context);
    return privately(...blocks, { type: "buttons", buttons });
  },
};

/** A greeting, with questions to begin with. */
function welcome({ knowledge, language, say }: Context): Outcome {
  const suggestions = SUGGESTED_TOPICS.flatMap((id) => {
    const title = knowledge.topic(id, language)?.title ?? "";
    const { kind, topics } = knowledge.match(title);
    return kind === "answer" && topics[0]?.topic === id ? [title] : [];
  });
  return { ...privately({ type: "text", text: say("menu.welcome") }), suggestions: suggestions.slice(0, SUGGESTIONS) };
}

/** On a page of one's own there is room for what few may do. */
async function managersButtons({ request }: Call, { registry, say, store }: Context): Promise<Button[]> {
  if (!registry.has("setup") || !(await mayManage(request, store))) return [];
  return [{ label: say("menu.more-setup"), action: { command: "setup", verb: "run" } }];
}

async function opening({ knowledge, language, say }: Context): Promise<Block[]> {
  const statements = knowledge.topic(OPENING_TOPIC, language)?.statements.filter((statement) => !statement.regions) ?? [];
  const text = statements.slice(0, OPENING_STATEMENTS).map((statement) => statement.text);
  return [
    { type: "heading", text: say("menu.title") },
    { type: "text", text: text.join("\n\n") },
  ];
}

function menuButtons({ say }: Context): Button[] {
  return [
    { label: say("menu.opt-out"), style: "primary", action: { command: "optout", verb: "start", subject: "linkedin" } },
    { label: say("menu.ask"), action: { command: "ask", verb: "how" } },
    { label: say("menu.meta"), action: { command: "menu", verb: "meta" } },
    { label: say("menu.remind-me"), action: { command: "remind-me", verb: "run" } },
    { label: say("menu.more"), action: { command: "menu", verb: "more" } },
  ];
}

function meta(context: Context): Outcome {
  const walkthroughs = ["facebook", "instagram"].filter((id) => context.knowledge.walkthroughIds.includes(id));
  const buttons = walkthroughs.map((id): Button => {
    return {
      label: context.knowledge.walkthroughText(id, context.language).title,
      action: { command: "optout", verb: "start", subject: id },
    };
  });
  const topic = context.knowledge.topic("meta-what-changed", context.language);
  if (topic) buttons.push({ label: topic.title, action: { command: "ask", verb: "topic", subject: topic.id } });
  return privately({ type: "text", text: context.say("menu.meta-intro") }, { type: "buttons", buttons });
}

async function more({ request }: Call, context: Context): Promise<Outcome> {
  const forManagers = (await mayManage(request, context.store)) ? ["reminders", "setup", "stats"] : [];
  const all = ["status", "topics", "language", "region", "check-message", "sources", "privacy", ...forManagers, "help"];
  const names = all.filter((name) => context.registry.has(name));
  const buttons = names.map((name): Button => ({ label: context.say(`menu.more-${name}`), action: { command: name, verb: "run" } }));
  return privately({ type: "text", text: context.say("menu.more-intro") }, { type: "buttons", buttons });
}
