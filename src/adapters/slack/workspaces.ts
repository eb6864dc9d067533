import type { HTTPReceiver } from "@slack/bolt";
import type { InstallationStore } from "../../core/ports.ts";
import { type CallOptions, type Clients, createClients } from "./clients.ts";
import { NotInstalledError, workspaceOf } from "./installations.ts";
import { signIn } from "./sign-in.ts";

/** The bot in one workspace. */
export interface Installed {
  team: string;
  clients: Clients;
  /** When its token was read, epoch milliseconds: a refusal says nothing about a token that came later. */
  readAt: number;
}

/** Where the bot is installed, whether in one workspace by a token or in many by OAuth. */
export interface Workspaces {
  /** Finds out what can be known at the start. Throws {@link ConfigError} when Slack refuses the token. */
  start(): Promise<void>;
  /** The bot in a workspace; undefined when it is not installed there, or not any more. */
  of(team: string): Promise<Installed | undefined>;
  /**
   * The bot was uninstalled, or its token is of no use any more: nothing is called from then on. `goneAt` is epoch milliseconds:
   * news that is older than the present installation changes nothing, and gives false.
   */
  leave(team: string, goneAt: number, why: Leaving): Promise<boolean>;
}

/**
 * `uninstalled` is meant, so that what is kept for the workspace is erased. `token-lost` may be a rotation or an accident: the
 * settings wait for the next installation.
 */
export type Leaving = "uninstalled" | "token-lost";

/** Errors by which Slack says that the app is not installed any more. https://docs.slack.dev/reference/methods/auth.test#errors */
const REFUSED = new Set(["account_inactive", "invalid_auth", "token_expired", "token_revoked"]);

/** True for an error of the Web API that no further call with the same token can avoid. */
export function isRefusal(reason: string): boolean {
  return REFUSED.has(reason);
}

/** How long it is believed that a workspace's token is still the same: a row is read per minute and not per press. */
const BELIEVED_MS = 60_000;

/** Beyond this many workspaces the ones that were silent longest are read again when they speak. */
const MOST_REMEMBERED = 500;

type Installer = NonNullable<HTTPReceiver["installer"]>;
type WithToken = Installed & { token: string };

/** What both kinds need. */
export interface WorkspacesParts {
  calls: CallOptions;
  store: InstallationStore;
  now(): number;
}

/** One workspace, whose token is in the configuration. */
export function oneWorkspace(botToken: string, { calls, store, now }: WorkspacesParts): Workspaces {
  const clients = createClients(botToken, calls);
  let installed: Installed | undefined;
  let isLeft = false;
  return {
    async start() {
      const readAt = now();
      installed = { team: await signIn(clients.strict), clients, readAt };
    },
    // In a shared channel people of another workspace speak to the bot too, and it is this one's.
    of: async () => (isLeft ? undefined : installed),
    async leave(team, goneAt, why) {
      // There is no row to tell when it was installed, but Slack took the token when the bot started.
      if (team !== installed?.team || goneAt < installed.readAt) return false;
      isLeft = true;
      return forget(store, team, goneAt, now(), why);
    },
  };
}

/** Many workspaces, each with a token of its own that is kept sealed in the store. */
export function manyWorkspaces(installer: Installer, { calls, store, now }: WorkspacesParts, start: () => Promise<void>): Workspaces {
  const known = new Map<string, Promise<WithToken | undefined>>();

  async function read(team: string, earlier: Promise<WithToken | undefined> | undefined): Promise<WithToken | undefined> {
    const before = await earlier?.catch(() => undefined);
    if (before && now() - before.readAt < BELIEVED_MS) return before;
    const readAt = now();
    const token = await tokenOf(team, installer);
    if (token === undefined) return undefined;
    // With the same token the clients stay, and with them what they know of Slack's pace.
    return { team, token, readAt, clients: before?.token === token ? before.clients : createClients(token, calls) };
  }

  return {
    start,
    of(team) {
      // One reading after the other: two at once would both renew a token that is about to expire.
      const reading = read(team, known.get(team));
      known.delete(team);
      known.set(team, reading);
      const oldest = known.keys().next().value;
      if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
      return reading;
    },
    async leave(team, goneAt, why) {
      known.delete(team);
      return forget(store, team, goneAt, now(), why);
    },
  };
}

function forget(store: InstallationStore, team: string, goneAt: number, now: number, why: Leaving): Promise<boolean> {
  return why === "uninstalled"
    ? store.removeWorkspace(workspaceOf(team), goneAt, now)
    : store.loseInstallation(workspaceOf(team), goneAt, now);
}

/** Undefined when the app is not installed. The installer renews a token that is about to expire. */
async function tokenOf(team: string, installer: Installer): Promise<string | undefined> {
  try {
    const { botToken } = await installer.authorize({ teamId: team, enterpriseId: undefined, isEnterpriseInstall: false });
    return botToken;
  } catch (error) {
    // The installer wraps what the store says.
    if (error instanceof Error && "original" in error && error.original instanceof NotInstalledError) return undefined;
    throw error;
  }
}
