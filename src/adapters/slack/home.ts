import type { types } from "@slack/bolt";
import type { Reply } from "../../core/reply.ts";
import { HOME } from "./action-ids.ts";
import { BLOCKS_PER_VIEW } from "./limits.ts";
import { renderReply, type SlackMessage } from "./render.ts";

/** The Home tab, and what did not fit into it. */
export interface Home {
  view: types.HomeView;
  rest: SlackMessage[];
}

/**
 * A reply as the person's Home tab in a workspace. `back` is the label of the button that leads to the overview; the overview itself
 * has none.
 * What exceeds a view goes into messages, so that nothing is lost.
 */
export function renderHome(reply: Reply, team: string, back: string | undefined): Home {
  const button = { label: back ?? "", action: HOME };
  const blocks = back === undefined ? reply.blocks : [...reply.blocks, { type: "buttons" as const, buttons: [button] }];
  const messages = renderReply({ ...reply, blocks });
  const fitting: types.KnownBlock[] = [];
  while (messages[0] && fitting.length + messages[0].blocks.length <= BLOCKS_PER_VIEW) fitting.push(...(messages.shift()?.blocks ?? []));
  return { view: { type: "home", private_metadata: JSON.stringify({ team }), blocks: fitting }, rest: messages };
}
