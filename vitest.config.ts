import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/global-setup.ts",
    // The emulators talk over real sockets; a hung one must fail soon.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    pool: "forks",
  },
});
