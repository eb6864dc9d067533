/** Who may import whom (docs/architecture.md). Each rule is one sentence; test/meta/boundaries.test.ts proves that they bite. */

const PLATFORM_SDKS = "^node_modules/(@slack|@discordjs|discord\\.js|discord-api-types)";
const STORE_DRIVERS = "^(node:sqlite|sqlite)$|^node_modules/(kysely|pg|pg-boss)/";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "core-knows-only-itself",
      comment: "The core imports nothing of ours but itself, and of packages only what reads Markdown.",
      severity: "error",
      from: { path: "^src/core/", pathNot: "^src/core/schedule/" },
      to: { pathNot: "^src/core/|^node_modules/mdast-util-from-markdown/|^mdast$" },
    },
    {
      name: "schedule-knows-only-core-and-calendars",
      comment: "Of packages, schedules import only the ones that know calendars and time zones.",
      severity: "error",
      from: { path: "^src/core/schedule/" },
      to: { pathNot: "^src/core/|^node_modules/(temporal-polyfill|rrule-temporal)/" },
    },
    {
      name: "matching-is-pure",
      comment: "The matcher computes: no files, no clock, nothing of ours but itself.",
      severity: "error",
      from: { path: "^src/matching/" },
      to: { pathNot: "^src/matching/" },
    },
    {
      name: "knowledge-knows-no-platform-and-no-store",
      severity: "error",
      from: { path: "^src/knowledge/" },
      to: { path: `^src/(adapters|store|cli)/|^src/[^/]+\\.ts$|${PLATFORM_SDKS}|${STORE_DRIVERS}` },
    },
    {
      name: "store-knows-only-core",
      severity: "error",
      from: { path: "^src/store/" },
      to: { path: `^src/(adapters|knowledge|matching|cli)/|^src/[^/]+\\.ts$|${PLATFORM_SDKS}` },
    },
    {
      name: "reminders-know-only-core-and-store",
      severity: "error",
      from: { path: "^src/reminders/" },
      to: { path: "^src/(adapters|knowledge|matching|cli)/|^src/[^/]+\\.ts$" },
    },
    {
      name: "drivers-only-in-the-store",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/store/" },
      to: { path: STORE_DRIVERS },
    },
    {
      name: "adapters-know-only-core",
      comment: "Of the HTTP server adapters know only how a request is taken over from it.",
      severity: "error",
      from: { path: "^src/adapters/" },
      to: { path: "^src/(store|knowledge|matching|cli)/|^src/http/(?!incoming\\.ts$)|^src/[^/]+\\.ts$" },
    },
    {
      name: "adapters-do-not-know-each-other",
      severity: "error",
      from: { path: "^src/adapters/([^/]+)/" },
      to: { path: "^src/adapters/", pathNot: "^src/adapters/$1/" },
    },
    {
      name: "slack-sdk-only-in-its-adapter",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/adapters/slack/" },
      to: { path: "^node_modules/@slack/" },
    },
    {
      name: "discord-sdk-only-in-its-adapter",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/adapters/discord/" },
      to: { path: "^node_modules/(@discordjs|discord\\.js|discord-api-types)" },
    },
    {
      name: "commands-do-not-call-each-other",
      severity: "error",
      from: { path: "^src/core/commands/" },
      to: { path: "^src/core/commands/" },
    },
    {
      name: "only-programs-wire-everything",
      comment: "Only the programs (run-*.ts) and the command line tools import adapters, store and knowledge together.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(run-[^/]+\\.ts|cli/|adapters/|playground/)" },
      to: { path: "^src/adapters/" },
    },
    {
      name: "the-playground-draws-what-adapters-render",
      comment: "The playground knows the core and the payloads of Slack and Discord, not how they are sent.",
      severity: "error",
      from: { path: "^src/playground/" },
      to: { path: "^src/(store|knowledge|matching|cli|http)/|^src/[^/]+\\.ts$|^src/adapters/(terminal|[^/]+/(?!(render|pack)\\.ts))" },
    },
    {
      name: "http-knows-no-pages",
      severity: "error",
      from: { path: "^src/http/" },
      to: { path: "^src/(adapters|store|knowledge|matching|playground|cli)/" },
    },
    { name: "no-test-code-in-production", severity: "error", from: { path: "^src/" }, to: { path: "^test/" } },
    {
      name: "no-development-packages-in-production",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    { name: "no-cycles", severity: "error", from: { path: "^src/" }, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      from: { path: "^src/", orphan: true, pathNot: "^src/cli/|^src/playground/assets/" },
      to: {},
    },
    { name: "not-to-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "^mdast$" } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    parser: "swc",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
      extensions: [".ts", ".js", ".json"],
    },
  },
};
