import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Answer, type Call, ROUTES, type Route, type RouteContext, refusal } from "./discord-routes.ts";

/** Makes the next fitting requests fail. */
export interface Fault {
  /** Matches `METHOD /path`. */
  route: RegExp;
  answer: Answer | "hang-up";
  /** True to do what was asked before the failure is answered: the bot cannot tell whether it was done. */
  accepted?: boolean;
  /** How many requests fail; one, if absent. */
  times?: number;
}

/** What the server works with. `weather` is asked for every request: something that goes wrong with it, beside the faults. */
export interface RestContext extends RouteContext {
  weather?(name: string): Pick<Fault, "answer" | "accepted"> | undefined;
  /** Waited for before a request takes effect, and again before it is answered. */
  latency?(): Promise<void>;
}

/** The emulated REST API on a free port of the loopback interface. */
export function createRestServer(token: string, context: RestContext, faults: Fault[]): Server {
  return createServer((request, response) => {
    void serve(request, response);
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    await context.latency?.();
    const answered = answer(request, body);
    await context.latency?.();
    send(response, answered, context.state.clock());
  }

  function answer(request: IncomingMessage, body: Record<string, unknown>): Answer | "hang-up" {
    const { pathname: path, searchParams } = new URL(request.url ?? "", "http://emulator");
    const name = `${request.method} ${decodeURIComponent(path.replace(/^\/api\/v10/, ""))}`;
    context.state.calls.push({ route: name, body, at: Date.now() });
    const found = path.startsWith("/api/v10/") ? findRoute(name) : undefined;
    if (!found) {
      context.state.failures.push(`the emulator has no route ${name}`);
      return refusal(404, 0, "404: Not Found");
    }
    if (!found.route.open && request.headers.authorization !== `Bot ${token}`) return refusal(401, 0, "401: Unauthorized");
    const handle = (): Answer => handleCall(name, found, { body, query: searchParams }, context);
    const fault = takeFault(name) ?? context.weather?.(name);
    if (!fault) return handle();
    if (fault.accepted) handle();
    return fault.answer;
  }

  function takeFault(name: string): Fault | undefined {
    const fault = faults.find(({ route }) => route.test(name));
    if (!fault) return undefined;
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times === 0) faults.splice(faults.indexOf(fault), 1);
    return fault;
  }
}

/** A form that Discord would refuse is a mistake of the adapter, so it is held against it. */
function handleCall(name: string, { route, ids }: Found, call: Omit<Call, "ids">, context: RestContext): Answer {
  const answer = route.answer({ ids, ...call }, context);
  if (answer.status === 400 && (answer.body as { code?: number }).code === 50_035) {
    context.state.failures.push(`${name}: ${JSON.stringify(answer.body)}`);
  }
  return answer;
}

interface Found {
  route: Route;
  ids: string[];
}

const PATTERNS = Object.entries(ROUTES).map(([name, route]) => ({ pattern: new RegExp(`^${name.replace(/:\w+/g, "([^/]+)")}$`), route }));

function findRoute(name: string): Found | undefined {
  for (const { pattern, route } of PATTERNS) {
    const match = pattern.exec(name);
    if (match) return { route, ids: match.slice(1) };
  }
  return undefined;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text === "" ? {} : JSON.parse(text);
}

/** discord.js reads a body wherever a content type promises one, so an answer without a body must not promise it. */
function send(response: ServerResponse, answer: Answer | "hang-up", now: number): void {
  if (answer === "hang-up") return void response.destroy();
  const { status, body, headers } = answer;
  const date = new Date(now).toUTCString();
  response.writeHead(status, { date, ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
