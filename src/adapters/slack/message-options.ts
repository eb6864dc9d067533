/** Answers are full of source links, whose previews would bury the text. */
export const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false } as const;

/** The type of the metadata by which a post is found again. */
export const METADATA_TYPE = "delivery";

/** What names a post, unseen by people. https://docs.slack.dev/messaging/message-metadata */
export function metadataOf(key: string): { event_type: string; event_payload: { delivery_id: string } } {
  return { event_type: METADATA_TYPE, event_payload: { delivery_id: key } };
}
