import { StoreError, UserError } from "./errors.ts";
import { checkPermission, createRateGuard, workspaceOf } from "./guards.ts";
import { DEFAULT_LANGUAGE, type Language, languageOfLocale } from "./languages.ts";
import { parseText } from "./parse-input.ts";
import type { Clock, Delivery, Dispatch, Knowledge, Preferences, Store } from "./ports.ts";
import type { Call, Context, Registry } from "./registry.ts";
import { type Effect, type Outcome, privately } from "./reply.ts";
import type { Platform, Request } from "./request.ts";
import type { UsageCounter } from "./usage.ts";
import type { WorkspaceSettings } from "./workspace.ts";

/** What dispatch reports, without any content: an event's name, the request's id, and for faults the error. */
export type Report = (event: "repeat" | "store-trouble" | "fault", details: { request: string; error?: unknown }) => void;

/** How a request ended: answered, refused with a reason, not saved, or failed by a mistake of ours. */
export type RequestOutcome = "answered" | "refused" | "store-trouble" | "fault";

/** A request that is over, for whoever counts. It names no person and holds no content. `ms` is how long it took. */
export interface HandledRequest {
  platform: Platform;
  command: string;
  outcome: RequestOutcome;
  ms: number;
}

/** What {@link createDispatch} is made of. */
export interface DispatchParts {
  registry: Registry;
  knowledge: Knowledge;
  store: Store;
  clock: Clock;
  report: Report;
  usage: UsageCounter;
  /** Posts through the adapter of the effect's platform. */
  post(effect: Effect): Promise<Delivery>;
  observe?(handled: HandledRequest): void;
}

/**
 * The way of every request: is it new, is it allowed, which command, what came of it.
 * It is the one place that turns errors into replies, so the function it returns never throws.
 */
export function createDispatch(parts: DispatchParts): Dispatch {
  const checkRate = createRateGuard();
  return async (request) => {
    const begun = parts.clock();
    if (!(await claim(parts, request))) return undefined;
    const context = await contextFor(parts, request);
    let command = "none";
    let outcome: RequestOutcome = "answered";
    try {
      checkRate(request.identity, parts.clock());
      const call = callOf(parts, request);
      const found = parts.registry.get(call.name) ?? parts.registry.get("menu");
      if (!found) throw new Error("the registry has no menu");
      command = found.name;
      await checkPermission(found, request, parts.store);
      const { name: _, ...rest } = call;
      const said = await found.run({ request, ...rest }, context);
      return said && { language: context.language, ...said };
    } catch (error) {
      outcome = outcomeOf(error);
      return { language: context.language, ...replyTo(error, request, context, parts.report) };
    } finally {
      parts.observe?.({ platform: request.identity.platform, command, outcome, ms: parts.clock() - begun });
    }
  };
}

function outcomeOf(error: unknown): RequestOutcome {
  if (error instanceof UserError) return "refused";
  return error instanceof StoreError ? "store-trouble" : "fault";
}

/** A store that cannot say whether the request is new must not silence the bot: answering twice beats not answering. */
async function claim({ store, clock, report }: DispatchParts, request: Request): Promise<boolean> {
  try {
    const isNew = await store.claimRequest(request.identity.platform, request.id, clock());
    if (!isNew) report("repeat", { request: request.id });
    return isNew;
  } catch (error) {
    report("store-trouble", { request: request.id, error });
    return true;
  }
}

const NOTHING_SET: WorkspaceSettings = {};

async function contextFor({ registry, knowledge, store, clock, report, usage, post }: DispatchParts, request: Request): Promise<Context> {
  // What cannot be read counts as not set: a question is answered all the same.
  const read = async <T>(reading: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await reading;
    } catch (error) {
      report("store-trouble", { request: request.id, error });
      return otherwise;
    }
  };
  const workspace = workspaceOf(request);
  const [preferences, settings] = await Promise.all([
    read<Preferences>(store.preferences(request.identity), {}),
    workspace ? read<WorkspaceSettings>(store.settings(workspace), {}) : NOTHING_SET,
  ]);
  const language: Language = preferences.language ?? languageOfLocale(request.locale) ?? settings.language ?? DEFAULT_LANGUAGE;
  return {
    registry,
    knowledge,
    store,
    clock,
    preferences,
    settings,
    language,
    region: preferences.region ?? settings.region,
    say: knowledge.say(language, request.identity.platform),
    noteOn: async (topic) => (workspace ? read(store.note(workspace, topic), undefined) : undefined),
    count(event, subject) {
      if (workspace) usage.count(workspace, event, subject);
    },
    flushCounts: () => usage.flush(),
    post,
  };
}

function callOf({ registry, knowledge }: DispatchParts, { input }: Request): Omit<Call, "request"> & { name: string } {
  switch (input.kind) {
    case "press":
    case "submit": {
      const { command, verb, subject } = input.action;
      // A button of an older version whose command is gone is answered by the menu, which says so.
      if (!registry.has(command)) return { name: "menu", verb: "stale", options: {} };
      return { name: command, verb, options: input.kind === "submit" ? input.values : {}, ...(subject === undefined ? {} : { subject }) };
    }
    case "command":
      return { name: input.name, verb: "run", options: input.options };
    case "reply":
      return { name: "ask-person", verb: "reply", subject: input.to, options: { answer: input.text } };
    case "message-check":
      return { name: "check-message", verb: "run", options: { message: input.text } };
    case "text": {
      const parsed = parseText(input.text, registry, knowledge.commandWords);
      if (parsed.kind === "command") return { name: parsed.name, verb: "run", options: parsed.options };
      return { name: "ask", verb: "run", options: { question: parsed.text } };
    }
  }
}

function replyTo(error: unknown, request: Request, { say }: Context, report: Report): Outcome {
  if (error instanceof UserError) return privately({ type: "text", text: say(error.key, error.values) });
  if (error instanceof StoreError) {
    report("store-trouble", { request: request.id, error });
    return privately({ type: "text", text: say("errors.cannot-save") });
  }
  report("fault", { request: request.id, error });
  return privately({ type: "text", text: say("errors.unexpected", { request: request.id }) });
}
