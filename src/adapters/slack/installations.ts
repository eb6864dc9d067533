import type { Installation, InstallationQuery, InstallationStore as SlackInstallationStore } from "@slack/bolt";
import type { InstallationStore } from "../../core/ports.ts";
import type { Workspace } from "../../core/workspace.ts";
import type { Sealer } from "./seal.ts";

/** The app is not installed in the workspace that something came from, or not any more. */
export class NotInstalledError extends Error {
  override name = "NotInstalledError";
}

/** The whole organisation installed the app, which the manifest does not offer (`org_deploy_enabled`). */
class OrganisationError extends Error {
  override name = "OrganisationError";
}

/** A Slack team as the core names it. */
export function workspaceOf(team: string): Workspace {
  return { platform: "slack", workspace: team };
}

/**
 * Slack's installations in our store: sealed, so that whoever reads the database or a backup holds no token.
 * Kept are the token, the ids and the scopes; names and the installer's own token are not.
 */
export function createInstallations(store: InstallationStore, sealer: Sealer, now: () => number): SlackInstallationStore {
  return {
    async storeInstallation(installation) {
      const team = teamOf(installation);
      await store.saveInstallation(workspaceOf(team), sealer.seal(JSON.stringify(essentials(installation)), team), now());
    },
    async fetchInstallation(query) {
      const team = teamOfQuery(query);
      const found = await store.installation(workspaceOf(team));
      if (!found) throw new NotInstalledError("not installed in this workspace");
      return JSON.parse(sealer.open(found.sealed, team)) as Installation<"v2", false>;
    },
  };
}

/**
 * Seals anew what an older key sealed, so that the key can be retired after one start. Gives back how many installations were
 * sealed anew, and how many no key opens: their workspaces must install the app again.
 */
export async function resealAll(store: InstallationStore, sealer: Sealer): Promise<{ resealed: number; unreadable: number }> {
  let resealed = 0;
  let unreadable = 0;
  for (const { workspace, sealed } of await store.installations("slack")) {
    const opened = tryTo(() => sealer.open(sealed, workspace));
    if (opened === undefined) unreadable += 1;
    else if (!sealer.isCurrent(sealed)) {
      // Another process may have renewed the token meanwhile: its version stays, sealed with the new key by itself.
      if (await store.resealInstallation(workspaceOf(workspace), sealed, sealer.seal(opened, workspace))) resealed += 1;
    }
  }
  return { resealed, unreadable };
}

function essentials(installation: Installation): Installation {
  const { bot, team, enterprise, appId, tokenType, isEnterpriseInstall, authVersion } = installation;
  return {
    team: team && { id: team.id },
    enterprise: enterprise && { id: enterprise.id },
    user: { id: installation.user.id, token: undefined, scopes: undefined },
    ...(bot && { bot }),
    ...(appId !== undefined && { appId }),
    ...(tokenType && { tokenType }),
    ...(isEnterpriseInstall !== undefined && { isEnterpriseInstall }),
    ...(authVersion && { authVersion }),
  };
}

function teamOf({ team, isEnterpriseInstall }: Installation): string {
  if (isEnterpriseInstall || !team) throw new OrganisationError("installed for a whole organisation");
  return team.id;
}

function teamOfQuery({ teamId }: InstallationQuery<boolean>): string {
  if (!teamId) throw new NotInstalledError("no workspace is named");
  return teamId;
}

function tryTo<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
