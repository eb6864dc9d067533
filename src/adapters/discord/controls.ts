import {
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithURL,
  type APIComponentInMessageActionRow,
  type APISelectMenuOption,
  ButtonStyle,
  ComponentType,
} from "discord-api-types/v10";
import { encodeAction } from "../../core/action.ts";
import type { Span } from "../../core/markdown.ts";
import { printable } from "../../core/printable.ts";
import type { Block, Button, Option } from "../../core/reply.ts";
import { shorten } from "./cut-text.ts";
import { BUTTON_LABEL, BUTTON_URL, MESSAGE_TEXT, OPTION_TEXT, ROW_BUTTONS, SELECT_OPTIONS, SELECT_PLACEHOLDER } from "./limits.ts";
import { textUnit, type Unit } from "./pack.ts";
import { writeLines } from "./write-markdown.ts";

/** What stands on a control that was given no words: Discord refuses an empty label. */
const NO_LABEL = "…";

const STYLES = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger, none: ButtonStyle.Secondary } as const;

/** Buttons as action rows of five. Labels that had to be shortened, and addresses that cannot be a button, stand above in full. */
export function buttonUnits(buttons: readonly Button[]): Unit[] {
  const spelledOut = buttons.flatMap((button) => {
    if ("url" in button && !isButtonUrl(button.url))
      return [{ text: button.label.trim() === "" ? button.url : button.label, url: button.url }];
    return button.label.length > BUTTON_LABEL ? [{ text: button.label }] : [];
  });
  const components = buttons.filter((button) => !("url" in button) || isButtonUrl(button.url)).map(renderButton);
  return [...spell(spelledOut), ...groups(components, ROW_BUTTONS, idOf).map((row) => rowUnit(row, row.flatMap(idOf)))];
}

/** Options as selects of 25 each. `nextIndex` numbers the selects of a reply, because their custom ids must differ. */
export function selectUnits({ placeholder, options }: Extract<Block, { type: "select" }>, nextIndex: () => number): Unit[] {
  const spelledOut = [
    ...(placeholder.length > SELECT_PLACEHOLDER ? [{ text: placeholder }] : []),
    ...options.filter(isOptionLong).map(({ label, description }) => ({ text: description ? `${label}: ${description}` : label })),
  ];
  const selects = groups(options.map(renderOption), SELECT_OPTIONS, ({ value }) => [value]).map((group) => {
    const custom_id = `select:${nextIndex()}`;
    const shown = printable(placeholder);
    const hint = shown.trim() === "" ? {} : { placeholder: shorten(shown, SELECT_PLACEHOLDER) };
    return rowUnit([{ type: ComponentType.StringSelect, custom_id, options: group, ...hint }], [custom_id]);
  });
  return [...spell(spelledOut), ...selects];
}

function renderButton(button: Button): APIButtonComponentWithCustomId | APIButtonComponentWithURL {
  const label = writeLabel(button.label, BUTTON_LABEL);
  if ("url" in button) return { type: ComponentType.Button, style: ButtonStyle.Link, label, url: button.url };
  return { type: ComponentType.Button, style: STYLES[button.style ?? "none"], label, custom_id: encodeAction(button.action) };
}

function renderOption({ label, description, action }: Option): APISelectMenuOption {
  const shown = printable(description ?? "");
  const hint = shown.trim() === "" ? {} : { description: shorten(shown, OPTION_TEXT) };
  return { label: writeLabel(label, OPTION_TEXT), value: encodeAction(action), ...hint };
}

function isOptionLong({ label, description }: Option): boolean {
  return label.length > OPTION_TEXT || (description?.length ?? 0) > OPTION_TEXT;
}

/** Discord accepts only these as the address of a button. */
function isButtonUrl(url: string): boolean {
  return url.length <= BUTTON_URL && /^https?:\/\/\S+$/.test(url) && URL.canParse(url);
}

/** Words on a control: never empty, which Discord refuses, and shortened where they must be. */
export function writeLabel(label: string, limit: number): string {
  const shown = printable(label);
  return shown.trim() === "" ? NO_LABEL : shorten(shown, limit);
}

/** Groups of at most `size`, none of which holds one id twice: Discord refuses a row or select with a duplicate. */
function groups<T>(items: readonly T[], size: number, idsOf: (item: T) => readonly string[]): T[][] {
  const grouped: T[][] = [];
  for (const item of items) {
    const current = grouped.at(-1);
    const taken = new Set(current?.flatMap(idsOf));
    if (current && current.length < size && !idsOf(item).some((id) => taken.has(id))) current.push(item);
    else grouped.push([item]);
  }
  return grouped;
}

function idOf(button: APIComponentInMessageActionRow): string[] {
  return "custom_id" in button ? [button.custom_id] : [];
}

function rowUnit(components: APIComponentInMessageActionRow[], ids: readonly string[]): Unit {
  return { component: { type: ComponentType.ActionRow, components }, text: 0, components: 1 + components.length, ids, leads: false };
}

function spell(spans: readonly Span[]): Unit[] {
  const lines = spans.map((span) => ({ marker: "•", spans: [span] }));
  return writeLines(lines, MESSAGE_TEXT).map((text) => textUnit(text));
}
