import { type Gateway, INTENTS } from "./discord-gateway.ts";
import { flatten } from "./discord-message-rules.ts";
import { fieldsOf, submissionOf } from "./discord-modals.ts";
import { channelPayload, interactionPayload, memberPayload, messagePayload } from "./discord-payloads.ts";
import {
  addChannel,
  type Channel,
  directChannel,
  type Interaction,
  isVisible,
  type Message,
  type Person,
  type State,
} from "./discord-state.ts";

/** How a person came to the bot: the server installed it, or they did for themself. */
export interface Manner {
  installedBy?: "server" | "person";
}

/** What people do on the emulated Discord. People and messages are given by what the other verbs return. */
export interface People {
  /** The id of somebody with this name, who joins when first named. */
  person(name: string, about?: Partial<Pick<Person, "isAdmin" | "closedToMessages" | "isMuted">>): string;
  openThread(name: string): Channel;
  say(person: string, channel: Channel, text: string): Message;
  mention(person: string, channel: Channel, text: string): Message;
  dm(person: string, text: string): Message;
  /** Answers a message; the answer pings its author unless it is `silent`. */
  reply(person: string, to: Message, text: string, how?: { silent?: boolean }): Message;
  /** Runs the subcommand of this name, of whichever command has it. */
  command(person: string, channel: Channel, name: string, options?: Readonly<Record<string, string>>, how?: Manner): Interaction;
  /** Types into an option of a subcommand, which asks for suggestions; the other options are given already. */
  type(person: string, channel: Channel, name: string, typing: readonly [option: string, text: string]): Interaction;
  /** Picks the bot's entry in the menu of a message. */
  pickEntry(person: string, message: Message, how?: Manner): Interaction;
  /** Presses the button with this label under a message. */
  press(person: string, message: Message, label: string): Interaction;
  /** Chooses the option with this label of a select under a message. */
  choose(person: string, message: Message, label: string): Interaction;
  /** The form that a person has open, as the labels of its fields and what they hold. */
  form(person: string): { title: string; fields: { label: string; value: string }[] } | undefined;
  /** Fills the open form in, by the labels of its fields, and sends it. */
  submit(person: string, filled: Readonly<Record<string, string>>): Interaction;
  /** Sends an interaction of any kind, for what people do with leftovers of other versions. */
  interact(person: string, channel: Channel, interaction: { type: number; data: unknown; message?: Message }, how?: Manner): Interaction;
  /** Sends the last event that somebody caused once more. */
  redeliver(): void;
}

/** Tells the bot of a new message, as far as its intents allow. Returns what was told. */
export function announce(state: State, gateway: Gateway, message: Message): unknown {
  const author = state.people.get(message.author);
  const direct = state.channels.get(message.channel)?.type === 1;
  if ((gateway.intents() & (direct ? INTENTS.directMessages : INTENTS.guildMessages)) === 0) return undefined;
  const payload = messagePayload(state, message);
  const mentioned = Array.isArray(payload["mentions"]) && payload["mentions"].length > 0;
  // Without the MessageContent intent the bot gets the words only of messages that are meant for it, and of its own.
  const hidden = direct || mentioned || !author ? {} : { content: "", components: [] };
  const guild_id = state.channels.get(message.channel)?.guild ?? state.guild;
  const inGuild = direct ? {} : { guild_id, ...(author ? { member: memberPayload(author) } : {}) };
  const data = { ...payload, ...hidden, ...inGuild };
  gateway.emit("MESSAGE_CREATE", data);
  return data;
}

/** The people of an emulated Discord. `locale` is that of everybody's app; `deliver` brings an interaction to the bot. */
export function createPeople(
  state: State,
  gateway: Gateway,
  general: Channel,
  { locale, deliver }: { locale: string; deliver(interaction: object): void },
): People {
  let last: { type: string; data: unknown } | undefined;

  const write = (person: string, channel: Channel, content: string, more: Partial<Message> = {}): Message => {
    const about = {
      at: state.clock(),
      channel: channel.id,
      author: person,
      content,
      components: [],
      flags: 0,
      loading: false,
      edits: 0,
      pings: [],
      ...more,
    };
    const message: Message = { id: state.newId(), ...about };
    state.messages.push(message);
    last = { type: "MESSAGE_CREATE", data: announce(state, gateway, message) };
    return message;
  };
  const say: People["say"] = (person, channel, content) => write(person, channel, content);

  const interact: People["interact"] = (personId, channel, { type, data, message }, { installedBy } = {}) => {
    const person = state.people.get(personId);
    if (!person) throw new Error(`nobody has the id ${personId}`);
    const id = state.newId();
    const interaction: Interaction = {
      id,
      type,
      token: `token-${id}`,
      person: personId,
      channel: channel.id,
      sentAt: Date.now(),
      expired: false,
    };
    if (message) interaction.original = message.id;
    state.interactions.push(interaction);
    const source = message ? { message: messagePayload(state, message) } : {};
    const common = interactionPayload(state, channel, person, locale, installedBy);
    const event = { ...common, id, token: interaction.token, type, data, ...source };
    last = { type: "INTERACTION_CREATE", data: event };
    deliver(event);
    return interaction;
  };

  const pressPart = (person: string, message: Message, find: (part: Record<string, unknown>) => object | undefined): Interaction => {
    const channel = state.channels.get(message.channel);
    const data = flatten(message.components).map(find).find(Boolean);
    if (!channel || !data || !isVisible(state, message, person)) throw new Error(`not there to be pressed: ${JSON.stringify(message)}`);
    return interact(person, channel, { type: 3, data, message });
  };

  return {
    person(name, about = {}) {
      const known = [...state.people.values()].find((person) => person.name === name);
      const person = known ?? { id: state.newId(), name, isAdmin: false, closedToMessages: false };
      state.people.set(person.id, Object.assign(person, about));
      return person.id;
    },
    openThread(name) {
      const thread = addChannel(state, { type: 11, name });
      gateway.emit("THREAD_CREATE", { ...channelPayload(state, thread), parent_id: general.id, newly_created: true });
      return thread;
    },
    say,
    mention: (person, channel, text) => say(person, channel, `<@${state.application}> ${text}`),
    dm: (person, text) => say(person, directChannel(state, person), text),
    reply: (person, to, text, { silent = false } = {}) => {
      const channel = state.channels.get(to.channel);
      if (!channel) throw new Error("the message is in no channel");
      return write(person, channel, text, { reference: to.id, silent });
    },
    command(person, channel, name, options = {}, how = {}) {
      const given = Object.entries(options).map(([option, value]) => ({ name: option, type: optionType(state, name, option), value }));
      return interact(person, channel, { type: 2, data: subcommand(state, name, given) }, how);
    },
    type(person, channel, name, [option, value]) {
      return interact(person, channel, { type: 4, data: subcommand(state, name, [{ name: option, type: 3, value, focused: true }]) });
    },
    pickEntry(person, message, how = {}) {
      const entry = state.commands.find(({ type }) => type === 3);
      const channel = state.channels.get(message.channel);
      if (!entry || !channel) throw new Error("the bot has no entry in the menu of messages");
      const resolved = { messages: { [message.id]: messagePayload(state, message) } };
      return interact(
        person,
        channel,
        { type: 2, data: { id: state.newId(), type: 3, name: entry["name"], target_id: message.id, resolved } },
        how,
      );
    },
    press: (person, message, label) => pressPart(person, message, (part) => buttonPress(part, label)),
    choose: (person, message, label) => pressPart(person, message, (part) => optionChoice(part, label)),
    form(person) {
      const modal = state.modals.findLast((one) => one.person === person);
      return modal && { title: String(modal.data["title"]), fields: fieldsOf(modal) };
    },
    submit(personId, filled) {
      const modal = state.modals.findLast((one) => one.person === personId);
      const person = state.people.get(personId);
      const channel = state.channels.get(modal?.channel ?? "");
      if (!modal || !person || !channel) throw new Error(`${personId} has no form open`);
      const data = submissionOf(modal, filled);
      state.modals.splice(state.modals.indexOf(modal), 1);
      const message = state.messages.find(({ id }) => id === modal.source);
      return interact(personId, channel, { type: 5, data, ...(message ? { message } : {}) });
    },
    interact,
    redeliver() {
      if (last?.type === "INTERACTION_CREATE") deliver(last.data as object);
      else if (last) gateway.emit(last.type, last.data);
    },
  };
}

function subcommand(state: State, name: string, options: readonly object[]): object {
  const holds = ({ options: own }: Record<string, unknown>): boolean => Array.isArray(own) && own.some((one) => one.name === name);
  const command = state.commands.find(holds)?.["name"] ?? "linkedin-ai";
  return { id: state.newId(), type: 1, name: command, options: [{ name, type: 1, options }] };
}

/** The type of an option as it was registered: 3 text, 7 channel. */
function optionType(state: State, subcommand: string, option: string): number {
  const named = (list: unknown, name: string) =>
    Array.isArray(list) ? list.find((one: { name: string }) => one.name === name) : undefined;
  const options = state.commands.flatMap((command) => named(command["options"], subcommand)?.options ?? []);
  return named(options, option)?.type ?? 3;
}

function buttonPress({ label, custom_id }: Record<string, unknown>, wanted: string): object | undefined {
  return label === wanted && custom_id ? { component_type: 2, custom_id } : undefined;
}

function optionChoice({ options, custom_id }: Record<string, unknown>, wanted: string): object | undefined {
  const option = Array.isArray(options) ? options.find(({ label }: { label: string }) => label === wanted) : undefined;
  return option && { component_type: 3, custom_id, values: [option.value] };
}
