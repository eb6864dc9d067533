import { type Logger as BoltLogger, LogLevel } from "@slack/bolt";
import type { Logger } from "pino";

/**
 * Bolt's and the Web API's messages in our log. Debug messages are left out whatever the level: they hold payloads,
 * which are what people wrote, and the socket's address, which is a credential.
 */
export function boltLogger(log: Logger): BoltLogger {
  const line = (messages: readonly unknown[]): string => messages.map((message) => String(message)).join(" ");
  return {
    debug() {},
    // Bolt tells at "info" what we tell ourselves (connected, listening).
    info() {},
    warn: (...messages: unknown[]) => log.warn({ from: "bolt" }, line(messages)),
    error: (...messages: unknown[]) => log.error({ from: "bolt" }, line(messages)),
    getLevel: () => LogLevel.WARN,
    setLevel() {},
    setName() {},
  };
}
