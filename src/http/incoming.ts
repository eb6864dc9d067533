import type { IncomingMessage, ServerResponse } from "node:http";

/** Takes over a request that is meant for it, for example a signed one of a platform; false leaves it to others. */
export type Intercept = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

/**
 * The body of a request as it was sent, or undefined when it is longer than `mostBytes` or breaks off. What is too much is read
 * past and not kept: a connection that is cut while the other side still sends would swallow the answer.
 */
export function readBody(incoming: IncomingMessage, mostBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostBytes) chunks.push(chunk);
      else resolve(undefined);
    });
    incoming.once("end", () => resolve(Buffer.concat(chunks)));
    incoming.once("close", () => resolve(undefined));
  });
}
