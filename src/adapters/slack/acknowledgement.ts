import { RespondRefusal } from "./respond-refusal.ts";

/**
 * How long a command's acknowledgement waits for the answer, in milliseconds. Slack takes the first words of the answer with it,
 * which saves a call and the person a moment; after 3 s it would tell them that the command failed.
 * https://docs.slack.dev/interactivity/implementing-slash-commands#responding_immediate_response
 */
export const ACK_PATIENCE_MS = 1_000;

/** The acknowledgement of a command: given once, with a message while there is time, or without. */
export interface Acknowledgement {
  /** Sends the message with it. @throws {RespondRefusal} when it was given already, or did not get out. */
  carry(message: object): Promise<void>;
  /** Gives it without a message, if it was not given yet. */
  settle(): void;
}

/** An acknowledgement that is given by itself after {@link ACK_PATIENCE_MS}, or at once where so much is to do that it would be late. */
export function createAcknowledgement(
  ack: (message?: object) => Promise<void>,
  isBusy: boolean,
  onFailure: (error: unknown) => void,
): Acknowledgement {
  let given = false;
  const give = (message?: object): Promise<void> => {
    given = true;
    clearTimeout(timer);
    return ack(message);
  };
  const settle = (): void => {
    if (!given) give().catch(onFailure);
  };
  const timer = setTimeout(settle, ACK_PATIENCE_MS);
  if (isBusy) settle();
  return {
    settle,
    async carry(message) {
      if (given) throw new RespondRefusal("acknowledged already");
      await give(message).catch((error: unknown) => {
        onFailure(error);
        throw new RespondRefusal("the acknowledgement did not get out");
      });
    },
  };
}
