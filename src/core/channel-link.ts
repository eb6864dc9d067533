import type { Markdown } from "./reply.ts";
import type { Place } from "./request.ts";

const SCHEME = "channel:";

/** A channel to be shown: a link that every platform turns into the channel's name. It pings nobody. */
export function channelLink({ id }: Place): Markdown {
  const name = id.split(":", 1)[0]?.replace(/^#/, "") ?? "";
  return `[\\#${name.replace(/[^\p{L}\p{N}]/gu, "\\$&")}](${SCHEME}${encodeURIComponent(name)})`;
}

/** The id of the channel to which a link made by {@link channelLink} leads; undefined for any other address. */
export function linkedChannel(url: string | undefined): string | undefined {
  const id = url?.startsWith(SCHEME) ? url.slice(SCHEME.length) : "";
  return /^[\p{L}\p{N}_%-]{1,250}$/u.test(id) ? id : undefined;
}
