import type { Dispatch } from "../../src/core/ports.ts";

/** One message as a person sees it on their surface. */
export interface Seen {
  /** All words of the message, markup removed. */
  text: string;
  /** Labels of the buttons and options under it. */
  buttons: readonly string[];
  /** True when nobody else in the place can see it. */
  private: boolean;
}

/** What a person can do on a surface, however the surface does it. The adapter contract is written in these words. */
export interface ContractSurface {
  name: string;
  /** The platform's id of the channel in which people speak. */
  channel: string;
  /** Starts the real adapter on its emulator, with this dispatch behind it. */
  start(dispatch: Dispatch): Promise<void>;
  stop(): Promise<void>;
  /** Mentions the bot in a channel with a text; resolves when the surface has seen the answer. */
  say(person: string, text: string): Promise<void>;
  /** Writes to the bot in a direct message. */
  dm(person: string, text: string): Promise<void>;
  /** Uses the bot's command with this text after it. */
  command(person: string, text: string): Promise<void>;
  /** Presses the newest button or option with this label that the person can see. */
  press(person: string, label: string): Promise<void>;
  /** The form that the person has open, as the labels of its fields and what they hold. */
  form(person: string): { title: string; fields: readonly { label: string; value: string }[] } | undefined;
  /** Fills the open form in, by the labels of its fields, and sends it. */
  submit(person: string, filled: Readonly<Record<string, string>>): Promise<void>;
  /** Delivers the person's last request once more, as a platform does after a lost acknowledgement. */
  redeliver(): Promise<void>;
  /** What the person sees now, oldest first; messages that were replaced appear once, as they are now. */
  transcript(person: string): readonly Seen[];
  /** What the emulator holds against the adapter: rejected payloads, late or missing acknowledgements, unknown calls. */
  failures(): readonly string[];
}
