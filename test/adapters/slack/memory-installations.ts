import type { Installation, InstallationStore } from "../../../src/core/ports.ts";

/** Installations in memory, and which workspaces were left. */
export interface MemoryInstallations extends InstallationStore {
  rows: Map<string, Installation>;
  left: string[];
  /** Called when a workspace was left. */
  onLeft(): void;
}

/** The store's port for tests of the adapter alone; the real one is tried by its own tests and end to end. */
export function memoryInstallations(): MemoryInstallations {
  const rows = new Map<string, Installation>();
  const left: string[] = [];
  const store: MemoryInstallations = {
    rows,
    left,
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
    async uninstall({ workspace }, goneAt) {
      if ((rows.get(workspace)?.installedAt ?? 0) > goneAt) return false;
      rows.delete(workspace);
      left.push(workspace);
      store.onLeft();
      return true;
    },
  };
  return store;
}
