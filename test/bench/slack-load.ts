import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { httpBody, signedHeaders } from "../emulators/slack-delivery.ts";

/** What a program made of the load. */
export interface LoadResult {
  /** Commands answered per second, until the last answer was there. */
  perSecond: number;
  /** Milliseconds until the acknowledgement, and until the answer: median and 99th percentile. */
  ackMs: { p50: number; p99: number };
  answerMs: { p50: number; p99: number };
}

/** How many commands are under way at the same time. */
const AT_ONCE = 20;

/**
 * Slack's side without its rules: it takes every call, and notes when answers arrive. The strict emulator would cost more than the
 * programs that are measured.
 */
export async function startSink() {
  const arrivals = new Map<string, () => void>();
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const method = incoming.url?.split("/").at(-1) ?? "";
      const body = Buffer.concat(chunks).toString();
      // An answer comes to its response_url, or to the person by a method of the Web API.
      const key = incoming.url?.startsWith("/response/") ? method : (/(?:"user":"|(?:^|&)user=)(U\d+)/.exec(body)?.[1] ?? "");
      if (method !== "users.info") arrivals.get(key)?.();
      const user = { id: key, team_id: "T1", locale: "en-US", tz: "Europe/Paris" };
      outgoing.writeHead(200, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ ok: true, user_id: "UBOT", bot_id: "BBOT", team_id: "T1", ts: "1.1", message_ts: "1.1", user }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { apiUrl: `${origin}/api/`, responseUrl: (user: string) => `${origin}/response/${user}`, arrivals, close: () => server.close() };
}

/** Sends commands to a program, each from another person, and waits for all answers. */
export async function load(
  port: number,
  secret: string,
  sink: Awaited<ReturnType<typeof startSink>>,
  people: readonly string[],
  round: string,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const acks: number[] = [];
  const answers: number[] = [];
  const queue = [...people];
  const began = performance.now();
  const one = async (user: string): Promise<void> => {
    const payload = {
      command: "/linkedin-ai",
      text: "ask does linkedin read my private messages?",
      user_id: user,
      channel_id: "C1",
      team_id: "T1",
      trigger_id: `${round}-${user}`,
      response_url: sink.responseUrl(user),
    };
    const { body, contentType } = httpBody("slash_commands", payload);
    const from = performance.now();
    const answered = new Promise<void>((resolve) => {
      sink.arrivals.set(user, () => {
        answers.push(performance.now() - from);
        resolve();
      });
    });
    const acknowledged = await post(port, agent, body, { "content-type": contentType, ...signedHeaders(body, secret) });
    acks.push(performance.now() - from);
    // The answer may have come with the acknowledgement.
    if (acknowledged.length > 2) sink.arrivals.get(user)?.();
    await answered;
    sink.arrivals.delete(user);
  };
  const worker = async (): Promise<void> => {
    for (let user = queue.pop(); user !== undefined; user = queue.pop()) await one(user);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return { perSecond: people.length / seconds, ackMs: percentiles(acks), answerMs: percentiles(answers) };
}

function post(port: number, agent: Agent, body: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, path: "/slack/events", method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => (response.statusCode === 200 ? resolve(text) : reject(new Error(`HTTP ${response.statusCode}`))));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function percentiles(values: readonly number[]): { p50: number; p99: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
