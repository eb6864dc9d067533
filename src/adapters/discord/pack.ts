import { type APIMessageTopLevelComponent, ComponentType, MessageFlags } from "discord-api-types/v10";
import { MESSAGE_COMPONENTS, MESSAGE_TEXT } from "./limits.ts";

/** The body of a message, ready to be sent. Nobody is pinged by it, whatever it says. */
export interface MessageBody {
  flags: number;
  components: APIMessageTopLevelComponent[];
  allowed_mentions: { parse: []; replied_user: false };
}

/** A top-level component with what it costs. */
export interface Unit {
  component: APIMessageTopLevelComponent;
  /** Characters of text displays. */
  text: number;
  /** Components, nested ones included. */
  components: number;
  /** Custom ids, which must be unique in a message. */
  ids: readonly string[];
  /** True for a title, which must not stand alone at the end of a message. */
  leads: boolean;
}

/** A text that fits into a message as a unit. */
export function textUnit(content: string, leads = false): Unit {
  return { component: { type: ComponentType.TextDisplay, content }, text: content.length, components: 1, ids: [], leads };
}

/** Puts units into as few messages as hold them, in order. Each unit must fit into a message of its own. */
export function pack(units: readonly Unit[]): MessageBody[] {
  const messages: Unit[][] = [[]];
  for (const unit of units) {
    const current = messages.at(-1) ?? [];
    if (fits([...current, unit])) current.push(unit);
    else messages.push([...takeLeading(current, unit), unit]);
  }
  return messages.map((message) => body(message.map((unit) => unit.component)));
}

/** The title at the end of a message, if it can move on with what follows it. */
function takeLeading(current: Unit[], next: Unit): Unit[] {
  const last = current.at(-1);
  if (!last?.leads || current.length === 1 || !fits([last, next])) return [];
  current.pop();
  return [last];
}

function fits(units: readonly Unit[]): boolean {
  const ids = units.flatMap((unit) => unit.ids);
  return (
    sum(units.map((unit) => unit.text)) <= MESSAGE_TEXT &&
    sum(units.map((unit) => unit.components)) <= MESSAGE_COMPONENTS &&
    new Set(ids).size === ids.length
  );
}

function body(components: APIMessageTopLevelComponent[]): MessageBody {
  return { flags: MessageFlags.IsComponentsV2, components, allowed_mentions: { parse: [], replied_user: false } };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
