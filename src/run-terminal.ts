import { randomUUID } from "node:crypto";
import { createTerminalAdapter } from "./adapters/terminal/app.ts";
import type { Assembly } from "./assemble.ts";

/** A conversation in the terminal or through a pipe, until its input ends. */
export async function runTerminal({ dispatch, adapters, remind, announceAll, close }: Assembly): Promise<void> {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const interactive = Boolean(process.stdin.isTTY && process.stdout.isTTY);
  const terminal = createTerminalAdapter(
    {
      input: process.stdin,
      output: process.stdout,
      interactive,
      json: process.argv.includes("--json"),
      styled: interactive,
      columns: interactive ? process.stdout.columns : 0,
      locale,
      timeZone,
      newId: randomUUID,
    },
    dispatch,
  );
  adapters.push(terminal);
  await terminal.start();
  const reminders = await remind();
  await announceAll();
  await terminal.ended;
  await reminders.stop();
  await close();
}
