import { html } from "hono/html";
import type { MessageBody } from "../adapters/discord/pack.ts";
import { discordMarkdown } from "./discord-markdown.ts";
import { type Html, join, type Pressed, pressButton, pressSelect } from "./html.ts";

type Component = MessageBody["components"][number];
type Row = Extract<Component, { components: unknown; type: 1 }>;

/** Component types and button styles: https://docs.discord.com/developers/components/reference */
const ACTION_ROW = 1;
const BUTTON = 2;
const STRING_SELECT = 3;
const TEXT_DISPLAY = 10;
const STYLES: Readonly<Record<number, string>> = { 1: "primary", 4: "danger" };

/** What a Discord message looks like, from the body that Discord would get. Only what our renderer sends is drawn. */
export function discordView({ components }: MessageBody, pressed: Pressed): Html {
  return join(components.map((component) => componentView(component, pressed)));
}

function componentView(component: Component, pressed: Pressed): Html {
  if (component.type === TEXT_DISPLAY) return discordMarkdown(component.content);
  if (component.type === ACTION_ROW)
    return html`<div class="actions">${join(component.components.map((control) => controlView(control, pressed)))}</div>`;
  return html`<p class="quiet">[${component.type}]</p>`;
}

function controlView(control: Row["components"][number], pressed: Pressed): Html {
  if (control.type === BUTTON) {
    const label = "label" in control ? (control.label ?? "") : "";
    if ("url" in control) return html`<a class="button" href="${control.url}" target="_blank" rel="noopener">${label}</a>`;
    if ("custom_id" in control) return pressButton(label, control.custom_id, STYLES[control.style] ?? "", pressed);
  }
  if (control.type === STRING_SELECT) return pressSelect(control.placeholder ?? "", control.options, pressed);
  return html`<p class="quiet">[${control.type}]</p>`;
}
