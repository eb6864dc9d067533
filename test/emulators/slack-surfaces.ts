import { at, textAt } from "../../src/adapters/slack/fields.ts";
import type { Answer, Args, Method } from "./slack-methods.ts";
import type { SlackState } from "./slack-state.ts";
import { validateHome } from "./slack-validate.ts";

/** The Home tab and the assistant pane. */
export const surfaceMethods: Readonly<Record<string, Method>> = {
  // https://docs.slack.dev/reference/methods/views.publish
  "views.publish": {
    args: ["user_id", "view", "hash"],
    token: "bot",
    run(args, state, team) {
      const user = state.users.get(String(args["user_id"]));
      if (!user || user.teamId !== team) return { ok: false, error: "not_found" };
      const { error, invalid, careless } = validateHome(args["view"]);
      for (const problem of [...invalid, ...careless]) state.fail(`views.publish: ${problem}`);
      if (error) return { ok: false, error, response_metadata: { messages: invalid } };
      const blocks = at(args["view"], "blocks") as unknown[];
      state.homes.set(user.id, blocks);
      state.homeMetadata.set(user.id, textAt(args["view"], "private_metadata") ?? "");
      state.changed();
      return { ok: true, view: { id: `V${user.id}`, type: "home", blocks } };
    },
  },
  // https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
  "assistant.threads.setSuggestedPrompts": {
    args: ["channel_id", "thread_ts", "prompts", "title"],
    token: "bot",
    scope: "assistant:write",
    run(args, state) {
      const pane = paneOf(args, state);
      if (!pane) return { ok: false, error: "channel_not_found" };
      const prompts = args["prompts"] as typeof pane.prompts;
      if (!Array.isArray(prompts) || prompts.length < 1 || prompts.length > 4) return { ok: false, error: "too_many_prompts" };
      for (const prompt of prompts) if (!prompt.title || !prompt.message) state.fail("a prompt without a title or a message");
      pane.prompts = prompts;
      state.changed();
      return { ok: true };
    },
  },
  // https://docs.slack.dev/reference/methods/assistant.threads.setStatus
  "assistant.threads.setStatus": {
    args: ["channel_id", "thread_ts", "status"],
    token: "bot",
    scope: "chat:write",
    run(args, state): Answer {
      const pane = paneOf(args, state);
      if (!pane) return { ok: false, error: "channel_not_found" };
      pane.statuses.push(String(args["status"]));
      state.changed();
      return { ok: true };
    },
  },
};

function paneOf(args: Args, state: SlackState) {
  return state.assistant.get(`${args["channel_id"]}:${args["thread_ts"]}`);
}
