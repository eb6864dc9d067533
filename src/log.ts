import { destination, type Logger, pino } from "pino";

/** What must never reach a log, an error message or a stored error: tokens of both platforms, secrets in addresses, signatures. */
const SECRETS: readonly RegExp[] = [
  /xox[abeoprs]-[\w-]+/g,
  /xapp-[\w-]+/g,
  // Discord: base64 user id, timestamp and signature, joined by dots.
  /[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g,
  /(?<=(?:authorization|signing[-_ ]?secret|token)"?\s*[:=]\s*"?(?:Bearer |Bot )?)[^\s",}]{8,}/gi,
  /(?<=:\/\/[^\s:/@]*:)[^\s@]+(?=@)/g,
];

/** A text with every secret in it replaced. */
export function redact(text: string): string {
  return SECRETS.reduce((redacted, secret) => redacted.replace(secret, "[redacted]"), text);
}

/**
 * The process's logger. It writes to standard error, because in the terminal standard output is the conversation,
 * and passes every finished line through {@link redact}, so that no field and no stack can carry a token past it.
 */
export function createLog(level: string): Logger {
  return pino({ level, base: null, hooks: { streamWrite: redact } }, destination({ dest: 2, sync: true }));
}
