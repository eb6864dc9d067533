import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { ConfigError } from "../core/errors.ts";
import type { Intercept } from "./incoming.ts";

/** A running HTTP server. */
export interface HttpServer {
  /** The address to open, for example `http://127.0.0.1:3000`. */
  url: string;
  /** Takes no more requests and finishes those under way. */
  stop(): Promise<void>;
}

/**
 * Serves the pages on a port; port 0 takes a free one.
 * @throws {ConfigError} when the port cannot be had.
 */
export async function startHttpServer(app: Hono, host: string, port: number, intercept: Intercept = () => false): Promise<HttpServer> {
  const listener = getRequestListener(app.fetch);
  const server = createServer((incoming, outgoing) => {
    if (!intercept(incoming, outgoing)) void listener(incoming, outgoing);
  });
  await listen(server, host, port);
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`, stop: () => stop(server) };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "EADDRINUSE" ? "is taken by another program" : `cannot be had (${error.code ?? error.message})`;
      reject(new ConfigError([`PORT ${port} on ${host} ${reason}: choose another one`]));
    });
    server.listen(port, host, resolve);
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
