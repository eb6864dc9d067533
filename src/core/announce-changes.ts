import { sourceBlocks, topicButtons } from "./answer.ts";
import { DEFAULT_LANGUAGE } from "./languages.ts";
import type { Change, ChangeStore, Clock, Delivery, Knowledge, WorkspaceStore } from "./ports.ts";
import type { Block, Button, Effect } from "./reply.ts";
import type { Platform } from "./request.ts";
import type { Workspace, WorkspaceSettings } from "./workspace.ts";

/** Topics offered under an announcement. */
const TOPICS_SHOWN = 3;

/** When a platform that could not be reached is tried again, in milliseconds. */
const RETRY_MS = 60_000;

/** What {@link announceChanges} works with. */
export interface AnnounceParts {
  knowledge: Knowledge;
  store: ChangeStore & Pick<WorkspaceStore, "saveSettings">;
  clock: Clock;
  post(effect: Effect): Promise<Delivery>;
  /** Hears what became of posts that did not arrive. */
  onTrouble(workspace: Workspace, change: string, reason: string): void;
}

/**
 * Tells every workspace of a platform that subscribed what the knowledge has learned since: one post for each change, oldest
 * first. Called at each start. Of many processes one posts, and a change is never posted twice: the claim is taken before
 * the post and given back only where the platform certainly refused it.
 * @returns after how many milliseconds a call is worth while again, where a platform asked to wait.
 */
export async function announceChanges(platform: Platform, parts: AnnounceParts): Promise<number | undefined> {
  const waits: number[] = [];
  for (const { workspace, settings } of await parts.store.subscribers(platform)) {
    const wait = await announceTo({ platform, workspace }, settings, parts);
    if (wait !== undefined) waits.push(wait);
  }
  return waits.length === 0 ? undefined : Math.max(...waits);
}

async function announceTo(
  workspace: Workspace,
  settings: WorkspaceSettings,
  { knowledge, store, clock, post, onTrouble }: AnnounceParts,
): Promise<number | undefined> {
  for (const change of knowledge.changes(settings.language ?? DEFAULT_LANGUAGE).toReversed()) {
    const effect = changePost(change, workspace, settings, knowledge, clock());
    if (!effect || !(await store.claimChange(workspace, change.id, clock()))) continue;
    const delivery = await post(effect);
    if (delivery.ok) continue;
    onTrouble(workspace, change.id, delivery.reason);
    switch (delivery.failure) {
      case "held":
      case "down":
        await store.releaseChange(workspace, change.id);
        return delivery.hold?.ms ?? RETRY_MS;
      case "place-gone":
      case "not-permitted":
        // `setup` then shows that no place is set.
        await store.releaseChange(workspace, change.id);
        await store.saveSettings(workspace, { updatesPlace: null }, clock());
        return undefined;
      default:
        // It may have arrived, or never can: the changes after it are another matter.
        continue;
    }
  }
  return undefined;
}

/** One change as a post; undefined for a workspace that did not subscribe. */
function changePost(
  change: Change,
  { platform, workspace }: Workspace,
  { updatesPlace, language = DEFAULT_LANGUAGE }: WorkspaceSettings,
  knowledge: Knowledge,
  now: number,
): Effect | undefined {
  if (!updatesPlace) return undefined;
  const say = knowledge.say(language);
  const optOut: Button = {
    label: say("menu.opt-out"),
    style: "primary",
    action: { command: "optout", verb: "start", subject: "linkedin" },
  };
  const blocks: Block[] = [
    { type: "heading", text: say("changes.heading") },
    { type: "text", text: say("changes.text", { day: knowledge.formatDay(change.date, language), text: change.text }) },
    ...sourceBlocks([change], language, now, knowledge),
    { type: "buttons", buttons: [optOut, ...topicButtons(change.topics.slice(0, TOPICS_SHOWN), language, knowledge)] },
  ];
  return {
    type: "post",
    key: `change:${change.id}:${platform}:${workspace}`,
    to: { platform, workspace, place: updatesPlace },
    reply: { blocks, audience: "place", replaces: false },
  };
}
