import type { Installation, InstallationStore } from "../../../src/core/ports.ts";

/** Installations in memory. */
export interface MemoryInstallations extends InstallationStore {
  rows: Map<string, Installation>;
  /** The workspaces that were left, and those of them that were erased with all that is kept for them. */
  left: string[];
  removed: string[];
  /** Called when a workspace was left. */
  onLeft(): void;
}

/** The store's port for tests of the adapter alone; the real one is tried by its own tests and end to end. */
export function memoryInstallations(): MemoryInstallations {
  const rows = new Map<string, Installation>();
  const left: string[] = [];
  const removed: string[] = [];
  const store: MemoryInstallations = {
    rows,
    left,
    removed,
    onLeft() {},
    installation: async ({ workspace }) => rows.get(workspace),
    installations: async () => [...rows.values()],
    async saveInstallation({ workspace }, sealed, now) {
      rows.set(workspace, { workspace, sealed, installedAt: now });
    },
    async resealInstallation({ workspace }, from, to) {
      const row = rows.get(workspace);
      if (row?.sealed !== from) return false;
      rows.set(workspace, { ...row, sealed: to });
      return true;
    },
    async loseInstallation({ workspace }, goneAt) {
      if ((rows.get(workspace)?.installedAt ?? 0) > goneAt) return false;
      rows.delete(workspace);
      left.push(workspace);
      store.onLeft();
      return true;
    },
    async removeWorkspace(workspace, goneAt, now) {
      const isLeft = await store.loseInstallation(workspace, goneAt, now);
      if (isLeft) removed.push(workspace.workspace);
      store.onLeft();
      return isLeft;
    },
  };
  return store;
}
