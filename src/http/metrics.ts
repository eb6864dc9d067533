import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { HandledRequest } from "../core/dispatch.ts";

/** What is read when the metrics are asked for. */
export interface MetricsParts {
  openDeliveries(): Promise<{ pending: number; sending: number }>;
  /** Sources that were checked too long ago. */
  staleSources(): number;
}

/** Counts of this process. No label names a person, a workspace or a topic. */
export interface Metrics {
  request(handled: HandledRequest): void;
  /** An attempt to deliver that ended as `sent`, `again`, `failed`, `unknown` or `fault`. */
  delivery(outcome: string, lateMs?: number): void;
  read(): Promise<{ type: string; text: string }>;
}

/** In seconds. Slack and Discord wait for three. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5];
const LATENESS_BUCKETS = [0.1, 0.5, 1, 2, 5, 15, 60, 300, 3_600];

/** The bot's metrics, in a registry of their own, and those of Node. */
export function createMetrics({ openDeliveries, staleSources }: MetricsParts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "bot_request_duration_seconds",
    help: "From taking up a request to its reply, by platform, command and outcome",
    labelNames: ["platform", "command", "outcome"] as const,
    buckets: REQUEST_BUCKETS,
    registers,
  });
  const attempts = new Counter({
    name: "bot_delivery_attempts_total",
    help: "Attempts to deliver a reminder, by how they ended",
    labelNames: ["outcome"] as const,
    registers,
  });
  const lateness = new Histogram({
    name: "bot_delivery_lateness_seconds",
    help: "From when a reminder was due to when it was posted",
    buckets: LATENESS_BUCKETS,
    registers,
  });
  new Gauge({
    name: "bot_deliveries_open",
    help: "Deliveries that are not over, by state, over all processes",
    labelNames: ["state"] as const,
    registers,
    async collect() {
      try {
        for (const [state, count] of Object.entries(await openDeliveries())) this.set({ state }, count);
      } catch {
        // A database that is away must not hide the other metrics; /healthz tells of it.
        this.reset();
      }
    },
  });
  new Gauge({
    name: "bot_stale_sources",
    help: "Sources of the knowledge that were checked too long ago",
    registers,
    collect() {
      this.set(staleSources());
    },
  });
  return {
    request: ({ platform, command, outcome, ms }) => requests.observe({ platform, command, outcome }, ms / 1000),
    delivery(outcome, lateMs) {
      attempts.inc({ outcome });
      if (lateMs !== undefined) lateness.observe(Math.max(0, lateMs) / 1000);
    },
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
