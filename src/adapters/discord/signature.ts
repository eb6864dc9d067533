import { createPublicKey, type KeyObject, verify } from "node:crypto";

/** What stands before the 32 bytes of an Ed25519 key in its standard form (RFC 8410). */
const KEY_HEADER = Buffer.from("302a300506032b6570032100", "hex");

/** A request is taken for this long after Discord signed it, and so long before, because clocks differ. */
const TOLERANCE_SECONDS = 5 * 60;

/** What Discord signs: https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint */
export interface Signed {
  /** `X-Signature-Ed25519`, hexadecimal. */
  signature: string | undefined;
  /** `X-Signature-Timestamp`, seconds. */
  timestamp: string | undefined;
  /** The body as it was received. */
  body: Buffer;
}

/** Tells whether Discord signed a request, and did so lately. `now` is epoch milliseconds. */
export type Verify = (signed: Signed, now: number) => boolean;

/** Checks signatures against the public key of the Developer Portal, 64 hexadecimal digits. */
export function createVerify(publicKey: string): Verify {
  const key: KeyObject = createPublicKey({ key: Buffer.concat([KEY_HEADER, Buffer.from(publicKey, "hex")]), format: "der", type: "spki" });
  return ({ signature, timestamp, body }, now) => {
    if (signature === undefined || !/^[0-9a-f]{128}$/i.test(signature)) return false;
    if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
    // Discord does not ask for this. It keeps whoever recorded a request from sending it again later.
    if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
    return verify(null, Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, "hex"));
  };
}
