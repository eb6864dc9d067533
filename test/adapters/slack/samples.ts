import type { Block, Reply } from "../../../src/core/reply.ts";

/** A reply to one person. */
export function reply(...blocks: Block[]): Reply {
  return { blocks, audience: "person", replaces: false };
}

/** One reply with every block type: what the golden file shows. */
export const everyBlock: Reply = reply(
  { type: "heading", text: "Are my private messages used?" },
  {
    type: "text",
    text: "**No.** LinkedIn says it does *not* use them.\n\n- first point\n- second, with `code`\n\n1. one\n2. two <!channel>",
  },
  { type: "progress", label: "Step 2 of 5", current: 2, total: 5 },
  { type: "facts", rows: [{ label: "LinkedIn", value: "step 2, see [the form](https://example.org/form)" }] },
  { type: "copy", text: "I object to the use of my data.\nRegards & thanks" },
  {
    type: "sources",
    title: "Sources",
    items: [
      {
        publisher: "LinkedIn",
        title: "Help & FAQ",
        url: "https://example.org/help?a=1&b=2",
        checked: "2026-08-22",
        label: "official · checked 22 Aug 2026",
      },
      { publisher: "Regulator", title: "Letter", checked: "2026-08-20", label: "regulator · checked 20 Aug 2026" },
    ],
  },
  { type: "note", text: "This may be out of date." },
  {
    type: "buttons",
    buttons: [
      { label: "Done, next", style: "primary", action: { command: "optout", verb: "next", subject: "linkedin/1" } },
      { label: "Open LinkedIn", url: "https://example.org/settings" },
    ],
  },
  {
    type: "select",
    placeholder: "Choose a language",
    options: [
      { label: "English", action: { command: "language", verb: "set", subject: "en" } },
      { label: "Français", description: "French", action: { command: "language", verb: "set", subject: "fr" } },
    ],
  },
);
