import { readFileSync } from "node:fs";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";
import { csrf } from "hono/csrf";
import { secureHeaders } from "hono/secure-headers";
import { z } from "zod";
import { DEFAULT_LANGUAGE, isLanguage, type Language, languageOfLocale } from "../core/languages.ts";
import type { Clock, Knowledge } from "../core/ports.ts";
import { isRegion } from "../core/regions.ts";
import { type Boxes, createBoxes, type Visit } from "./boxes.ts";
import { act, type Box, type Outcome, PANES, passTime, setRegion } from "./conversation.ts";
import { knowledgePage } from "./knowledge-page.ts";
import { formView, messageView } from "./message-view.ts";
import { playgroundPage } from "./page.ts";

/** What the playground is made of. */
export interface PlaygroundParts {
  knowledge: Knowledge;
  /** Opens a bot with an empty store that goes by the given clock. */
  openBox(clock: Clock): Promise<Box>;
  clock: Clock;
}

/** The playground's pages, and what gives back its memory. */
export interface Playground {
  app: Hono;
  close(): Promise<void>;
}

const COOKIE = "playground";
/** A company message and its form fit many times. */
const LARGEST_BODY = 32 * 1024;
const YEAR_MS = 366 * 86_400_000;

const action = z.string().min(1).max(100);
const visitor = { locale: z.string().max(20), timeZone: z.string().max(60).optional(), isAdmin: z.boolean() };
const acts = z.object({
  ...visitor,
  panes: z.array(z.enum(PANES)).min(1).max(2),
  what: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("say"), as: z.enum(["command", "mention", "dm"]), text: z.string().max(2_000) }),
    z.object({ kind: z.literal("press"), action, message: z.string().max(40), private: z.boolean() }),
    z.object({ kind: z.literal("submit"), action, values: z.record(z.string().max(40), z.string().max(4_000)) }),
  ]),
});
const settings = z.object({ region: z.string() });
const advances = z.object({ ms: z.number().int().min(0).max(YEAR_MS), locale: z.string().max(20) });

/** The pages at `/playground`. Nothing in them outlives the visit: each visitor's bot is in memory only. */
export function createPlayground({ knowledge, openBox, clock }: PlaygroundParts): Playground {
  const boxes = createBoxes(openBox, clock);
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["data:"],
        formAction: ["'self'"],
      },
      referrerPolicy: "no-referrer",
      // Whether the address is reached by https is for the operator's proxy to say.
      strictTransportSecurity: false,
    }),
  );
  app.use(csrf());
  app.use(bodyLimit({ maxSize: LARGEST_BODY }));

  app.get("/", (c) => c.redirect("/playground"));
  app.get("/playground", (c) => {
    const language = languageOf(c);
    return c.html(playgroundPage(language, knowledge.say(language)));
  });
  app.get("/playground/knowledge", (c) => c.html(knowledgePage(languageOf(c), knowledge, clock())));
  for (const [name, type] of [
    ["playground.css", "text/css"],
    ["playground.js", "text/javascript"],
  ] as const) {
    const content = readFileSync(new URL(`assets/${name}`, import.meta.url), "utf8");
    app.get(`/playground/${name}`, (c) => c.body(content, 200, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-cache" }));
  }

  app.post("/playground/act", async (c) => {
    const asked = acts.safeParse(await c.req.json().catch(() => undefined));
    if (!asked.success) return c.json({ error: "not understood" }, 400);
    const { panes, what, ...rest } = asked.data;
    const visit = await visitOf(c, boxes);
    const { timeZone, ...known } = rest;
    const who = { ...known, ...(timeZone !== undefined && isTimeZone(timeZone) ? { timeZone } : {}) };
    const outcomes = await Promise.all(panes.map((pane) => act(visit.box, pane, what, who)));
    return c.json(await answerOf(outcomes, visit, who.locale, knowledge));
  });

  app.post("/playground/advance", async (c) => {
    const asked = advances.safeParse(await c.req.json().catch(() => undefined));
    if (!asked.success) return c.json({ error: "not understood" }, 400);
    const visit = await visitOf(c, boxes);
    const passed = await passTime(visit.box, visit.now, visit.advance, visit.now() + asked.data.ms);
    return c.json(await answerOf([passed], visit, asked.data.locale, knowledge));
  });

  app.post("/playground/region", async (c) => {
    const asked = settings.safeParse(await c.req.json().catch(() => undefined));
    const visit = await visitOf(c, boxes);
    if (!asked.success || !isRegion(asked.data.region)) return c.json({ error: "not understood" }, 400);
    await setRegion(visit.box, asked.data.region, visit.now());
    return c.json({ messages: [], now: visit.now() });
  });

  app.post("/playground/start-over", async (c) => {
    const id = getCookie(c, COOKIE);
    if (id !== undefined) await boxes.end(id);
    const visit = await visitOf(c, boxes);
    return c.json({ messages: [], now: visit.now() });
  });

  return { app, close: () => boxes.close() };
}

async function visitOf(c: Context, boxes: Boxes): Promise<Visit> {
  const visit = await boxes.visit(getCookie(c, COOKIE));
  setCookie(c, COOKIE, visit.id, { httpOnly: true, sameSite: "Strict", path: "/playground" });
  return visit;
}

async function answerOf(outcomes: readonly Outcome[], visit: Visit, locale: string, knowledge: Knowledge) {
  const say = knowledge.say(languageOfLocale(locale) ?? DEFAULT_LANGUAGE);
  const shown = outcomes.flatMap((outcome) => outcome.shown);
  const opened = outcomes.find((outcome) => outcome.form)?.form;
  return {
    messages: await Promise.all(
      shown.map(async (message) => ({
        id: message.id,
        pane: message.pane,
        ...(message.replaces === undefined ? {} : { replaces: message.replaces }),
        html: String(await messageView(message, say)),
      })),
    ),
    ...(opened ? { form: String(await formView(opened.pane, opened.form, say)) } : {}),
    now: visit.now(),
  };
}

/** The language of the address, else of the browser. */
function languageOf(c: Context): Language {
  const asked = c.req.query("lang");
  if (asked !== undefined && isLanguage(asked)) return asked;
  const accepted = c.req.header("accept-language")?.split(",") ?? [];
  return (
    accepted.map((entry) => languageOfLocale(entry.split(";")[0]?.trim())).find((language) => language !== undefined) ?? DEFAULT_LANGUAGE
  );
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
