import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../core/errors.ts";
import { reasonOf } from "./trouble.ts";

/** How long to wait for a lock, in milliseconds: reading waits only while another process recovers the file after a crash. */
const TIMEOUT_MS = 10_000;

/**
 * Copies a SQLite database while the bot goes on writing to it: `vacuum into` reads one moment of it, and leaves out the
 * remains of what was deleted. The copy is checked and on the disk before it gets its name, so what has the name is whole.
 * @throws {StoreError} when the source is missing, the target exists, or the copy is not sound.
 */
export function backupFile(file: string, target: string): { bytes: number } {
  if (!existsSync(file)) throw new StoreError(`there is no database ${file} to copy`);
  if (existsSync(target)) throw new StoreError(`${target} exists already: name a new file`);
  const unfinished = `${target}.unfinished`;
  try {
    rmSync(unfinished, { force: true });
    copy(file, unfinished);
    const bytes = check(unfinished);
    chmodSync(unfinished, 0o600);
    flush(unfinished, "r+");
    renameSync(unfinished, target);
    flush(path.dirname(target), "r");
    return { bytes };
  } catch (error) {
    rmSync(unfinished, { force: true });
    if (error instanceof StoreError) throw error;
    throw new StoreError(`${file} could not be copied to ${target}: ${reasonOf(error)}`, { cause: error });
  }
}

function copy(file: string, target: string): void {
  const source = new DatabaseSync(file, { timeout: TIMEOUT_MS });
  try {
    source.prepare("vacuum into ?").run(target);
  } finally {
    source.close();
  }
}

function check(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const { integrity_check: found } = database.prepare("pragma integrity_check").get() as { integrity_check: string };
    if (found !== "ok") throw new StoreError(`the copy is not sound: ${found}`);
    const { bytes } = database.prepare("select page_count * page_size as bytes from pragma_page_count, pragma_page_size").get() as {
      bytes: number;
    };
    return bytes;
  } finally {
    database.close();
  }
}

function flush(place: string, mode: "r" | "r+"): void {
  const descriptor = openSync(place, mode);
  fsyncSync(descriptor);
  closeSync(descriptor);
}
