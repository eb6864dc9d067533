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

/** What people do on the emulated Discord. People and messages are given by what the other verbs return. */
export interface People {
  /** The id of somebody with this name, who joins when first named. */
  person(name: string, about?: Partial<Pick<Person, "isAdmin" | "closedToMessages">>): string;
  openThread(name: string): Channel;
  say(person: string, channel: Channel, text: string): Message;
  mention(person: string, channel: Channel, text: string): Message;
  dm(person: string, text: string): Message;
  command(person: string, channel: Channel, name: string, options?: Readonly<Record<string, string>>): Interaction;
  /** Presses the button with this label under a message. */
  press(person: string, message: Message, label: string): Interaction;
  /** Chooses the option with this label of a select under a message. */
  choose(person: string, message: Message, label: string): Interaction;
  /** The form that a person has open, as the labels of its fields and what they hold. */
  form(person: string): { title: string; fields: { label: string; value: string }[] } | undefined;
  /** Fills the open form in, by the labels of its fields, and sends it. */
  submit(person: string, filled: Readonly<Record<string, string>>): Interaction;
  /** Sends an interaction of any kind, for what people do with leftovers of other versions. */
  interact(person: string, channel: Channel, interaction: { type: number; data: unknown; message?: Message }): Interaction;
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
  const inGuild = direct ? {} : { guild_id: state.guild, ...(author ? { member: memberPayload(author) } : {}) };
  const data = { ...payload, ...hidden, ...inGuild };
  gateway.emit("MESSAGE_CREATE", data);
  return data;
}

/** The people of an emulated Discord. `locale` is that of everybody's app. */
export function createPeople(state: State, gateway: Gateway, general: Channel, locale: string): People {
  let last: { type: string; data: unknown } | undefined;

  const say: People["say"] = (person, channel, content) => {
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
    };
    const message: Message = { id: state.newId(), ...about };
    state.messages.push(message);
    last = { type: "MESSAGE_CREATE", data: announce(state, gateway, message) };
    return message;
  };

  const interact: People["interact"] = (personId, channel, { type, data, message }) => {
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
    const common = interactionPayload(state, channel, person, locale);
    last = { type: "INTERACTION_CREATE", data: { ...common, id, token: interaction.token, type, data, ...source } };
    gateway.emit(last.type, last.data);
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
    command(person, channel, name, options = {}) {
      const given = Object.entries(options).map(([option, value]) => ({ name: option, type: optionType(state, name, option), value }));
      const data = { id: state.newId(), type: 1, name: "linkedin-ai", options: [{ name, type: 1, options: given }] };
      return interact(person, channel, { type: 2, data });
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
    redeliver: () => last && gateway.emit(last.type, last.data),
  };
}

/** The type of an option as it was registered: 3 text, 7 channel. */
function optionType(state: State, subcommand: string, option: string): number {
  const named = (list: unknown, name: string) =>
    Array.isArray(list) ? list.find((one: { name: string }) => one.name === name) : undefined;
  const command = named(state.commands, "linkedin-ai");
  return named(named(command?.options, subcommand)?.options, option)?.type ?? 3;
}

function buttonPress({ label, custom_id }: Record<string, unknown>, wanted: string): object | undefined {
  return label === wanted && custom_id ? { component_type: 2, custom_id } : undefined;
}

function optionChoice({ options, custom_id }: Record<string, unknown>, wanted: string): object | undefined {
  const option = Array.isArray(options) ? options.find(({ label }: { label: string }) => label === wanted) : undefined;
  return option && { component_type: 3, custom_id, values: [option.value] };
}
