import { pino } from "pino";
import { createSlackAdapter } from "../../src/adapters/slack/app.ts";
import { renderReply } from "../../src/adapters/slack/render.ts";
import type { Adapter, Dispatch } from "../../src/core/ports.ts";
import { memoryInstallations } from "../adapters/slack/memory-installations.ts";
import { type SlackEmulator, startSlack } from "../emulators/slack.ts";
import type { SlackPost } from "../emulators/slack-state.ts";
import { pressables, visibleText } from "../emulators/slack-visible.ts";
import type { ContractSurface, Seen } from "./surface.ts";

const CHANNEL = "CGENERAL";

/** Slack's emulator and the real adapter as a surface of the adapter contract, over Socket Mode. */
export function slackSurface(): ContractSurface {
  let slack: SlackEmulator;
  let adapter: Adapter;
  /** Messages that the handled requests lead to, and requests that came back from the core. */
  let expected = 0;
  let handled = 0;
  const userOf = (person: string): string => `U${person.toUpperCase()}`;
  /** Every answer is a post of the bot or an edit of one. */
  const answered = (): number =>
    slack.state.posts.reduce((sum, post) => sum + post.edits + (post.author === slack.botUser ? 1 : 0), slack.state.opened);
  const visible = (person: string): SlackPost[] => {
    const user = userOf(person);
    const places = [CHANNEL, slack.direct(user)];
    return slack.state.posts.filter((post) => places.includes(post.channel) && slack.visibleTo(user, post.channel).includes(post));
  };
  /** Does something and waits until the core has handled it and all of its answer is there. */
  const act = async (deed: () => Promise<unknown>): Promise<void> => {
    const before = handled;
    await deed();
    await slack.until(() => handled > before && answered() >= expected);
  };

  return {
    name: "Slack",
    channel: CHANNEL,
    async start(dispatch) {
      slack = await startSlack();
      expected = 0;
      handled = 0;
      slack.state.channel(CHANNEL);
      const counting: Dispatch = async (request) => {
        const outcome = await dispatch(request);
        if (outcome) expected += outcome.form ? 1 : renderReply(outcome.reply).length;
        handled += 1;
        slack.state.changed();
        return outcome;
      };
      const options = { botToken: slack.botToken, appToken: slack.appToken, apiUrl: slack.apiUrl };
      adapter = createSlackAdapter(options, {
        dispatch: counting,
        installations: memoryInstallations(),
        say: () => String,
        log: pino({ level: "silent" }),
        now: Date.now,
      });
      await adapter.start();
    },
    async stop() {
      await adapter.stop();
      await slack.close();
    },
    say: (person, text) => act(() => slack.mention(userOf(person), CHANNEL, text)),
    dm: (person, text) => act(() => slack.dm(userOf(person), text)),
    command: (person, text) => act(() => slack.command(userOf(person), CHANNEL, text)),
    press: (person, label) =>
      act(() => {
        const post = visible(person).findLast(({ blocks }) => pressables(blocks).some((one) => one.label === label));
        if (!post) throw new Error(`${person} sees nothing to press called "${label}"`);
        return slack.press(userOf(person), post, label);
      }),
    form: (person) => slack.form(userOf(person)),
    submit: (person, filled) => act(() => slack.submit(userOf(person), filled)),
    redeliver: () => act(() => slack.redeliver()),
    transcript: (person) => visible(person).map(seen),
    failures: () => slack.failures,
  };
}

function seen({ text, blocks, only, channel }: SlackPost): Seen {
  const words = blocks.length > 0 ? visibleText(blocks) : text;
  return { text: words, buttons: pressables(blocks).map(({ label }) => label), private: only !== undefined || channel.startsWith("D") };
}
