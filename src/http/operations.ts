import { Hono } from "hono";

/** What the pages for whoever operates the bot are made of. */
export interface OperationsParts {
  /** Asks the database for something; rejects with the reason when it does not answer. */
  checkStore(): Promise<void>;
  /** Platforms from which nothing reaches this process at the moment. */
  disconnected(): readonly string[];
  /** The metrics in the text format of Prometheus, and its content type. */
  metrics(): Promise<{ type: string; text: string }>;
}

/**
 * `/healthz`: 200 when the bot can work, 503 when its database is away. `/readyz`: 200 when what people do reaches it, too.
 * `/metrics` for Prometheus. None of them names a person, a workspace or the database's address.
 */
export function operationsPages({ checkStore, disconnected, metrics }: OperationsParts): Hono {
  const app = new Hono();
  const storeTrouble = async (): Promise<string[]> =>
    checkStore().then(
      () => [],
      () => ["database"],
    );
  app.get("/healthz", async (c) => {
    const trouble = await storeTrouble();
    return c.json({ ok: trouble.length === 0, trouble }, trouble.length === 0 ? 200 : 503);
  });
  app.get("/readyz", async (c) => {
    const trouble = [...(await storeTrouble()), ...disconnected()];
    return c.json({ ok: trouble.length === 0, trouble }, trouble.length === 0 ? 200 : 503);
  });
  app.get("/metrics", async (c) => {
    const { type, text } = await metrics();
    return c.body(text, 200, { "content-type": type });
  });
  return app;
}
