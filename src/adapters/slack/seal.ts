import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";

/** First part of everything sealed. Another way of sealing takes the next number, so that both can be read. */
const FORMAT = "1";

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Length of a key, in bytes. */
const KEY_BYTES = 32;

/** Something sealed with a key that is not among those given, or tampered with. */
export class SealError extends Error {
  override name = "SealError";
}

/** Seals what must not be readable in the database or its backups. */
export interface Sealer {
  /** The text sealed with the first key. `about` names what it belongs to; it is not kept, and needed again to open it. */
  seal(text: string, about: string): string;
  /** @throws {SealError} when no key fits, something was changed, or it belongs to something else. */
  open(sealed: string, about: string): string;
  /** False when it was sealed with an older key, and should be sealed anew. */
  isCurrent(sealed: string): boolean;
  /** A secret for another purpose, derived from the first key. */
  secretFor(purpose: string): string;
}

/** A sealer with one or more keys of {@link KEY_BYTES} bytes. The first seals; the others only open, so that keys can be replaced. */
export function createSealer(keys: readonly Buffer[]): Sealer {
  const [current] = keys;
  if (!current || keys.some((key) => key.length !== KEY_BYTES)) throw new RangeError(`a key must have ${KEY_BYTES} bytes`);
  const byId = new Map(keys.map((key) => [idOf(key), key]));

  return {
    seal(text, about) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, current, iv).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return [FORMAT, idOf(current), iv.toString("base64url"), body.toString("base64url")].join(".");
    },
    open(sealed, about) {
      const [format, id = "", iv = "", body = ""] = sealed.split(".");
      const key = byId.get(id);
      if (format !== FORMAT || !key) throw new SealError(`sealed with the key ${id}, which is not given`);
      const bytes = Buffer.from(body, "base64url");
      try {
        const decipher = createDecipheriv(CIPHER, key, Buffer.from(iv, "base64url"), { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
      } catch {
        throw new SealError(`what the key ${id} sealed was changed, or belongs to something else`);
      }
    },
    isCurrent: (sealed) => sealed.split(".")[1] === idOf(current),
    secretFor: (purpose) => createHmac("sha256", current).update(purpose).digest("base64url"),
  };
}

/** Names a key without telling anything of it. */
function idOf(key: Buffer): string {
  return createHash("sha256").update("key id").update(key).digest("hex").slice(0, 8);
}
