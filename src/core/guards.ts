import { UserError } from "./errors.ts";
import type { WorkspaceStore } from "./ports.ts";
import type { Command } from "./registry.ts";
import type { Identity, Request } from "./request.ts";
import type { Workspace } from "./workspace.ts";

/** A person may do this much in {@link RATE_WINDOW_MS}: far above what hands can do, far below what a loop does. */
export const RATE_LIMIT = 60;

/** The window of {@link RATE_LIMIT}, in milliseconds. */
export const RATE_WINDOW_MS = 60_000;

/** Beyond this many people at once the oldest counts are dropped, so that memory stays bounded. */
const MOST_COUNTED = 10_000;

/** The workspace in which something was asked; undefined in a Discord direct message, which belongs to none. */
export function workspaceOf({ identity, workspace }: Request): Workspace | undefined {
  return workspace === undefined ? undefined : { platform: identity.platform, workspace };
}

/**
 * Whether the person may manage the bot in the workspace where they ask: the platform says so at this moment, or an admin
 * named them. Asked anew at every press, because a button outlives the rights of whoever it was shown to.
 */
export async function mayManage(request: Request, store: Pick<WorkspaceStore, "isManager">): Promise<boolean> {
  if (request.isAdmin) return true;
  const workspace = workspaceOf(request);
  return workspace !== undefined && (await store.isManager(workspace, request.identity));
}

/** @throws {UserError} when the command is for admins and the person may not manage the bot. */
export async function checkPermission(command: Command, request: Request, store: Pick<WorkspaceStore, "isManager">): Promise<void> {
  if (command.audience === "admins") await requireManager(request, store);
}

/** @throws {UserError} when the person may not manage the bot: for commands of which only a part is for admins. */
export async function requireManager(request: Request, store: Pick<WorkspaceStore, "isManager">): Promise<void> {
  if (!(await mayManage(request, store))) throw new UserError("errors.admins-only");
}

/**
 * The workspace in which something was asked.
 * @throws {UserError} in a direct message that belongs to none.
 */
export function requireWorkspace(request: Request): Workspace {
  const workspace = workspaceOf(request);
  if (!workspace) throw new UserError("errors.no-workspace");
  return workspace;
}

/** Counts requests per person in memory and refuses those beyond the limit. */
export function createRateGuard(): (identity: Identity, now: number) => void {
  const counts = new Map<string, { since: number; count: number }>();
  return (identity, now) => {
    const key = JSON.stringify([identity.platform, identity.tenant, identity.person]);
    const current = counts.get(key);
    if (current === undefined || now - current.since >= RATE_WINDOW_MS) {
      counts.delete(key);
      counts.set(key, { since: now, count: 1 });
      const oldest = counts.keys().next().value;
      if (counts.size > MOST_COUNTED && oldest !== undefined) counts.delete(oldest);
      return;
    }
    current.count += 1;
    if (current.count > RATE_LIMIT) throw new UserError("errors.too-fast");
  };
}
