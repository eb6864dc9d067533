import path from "node:path";
import pino from "pino";
import type { Browser, Locator, Page } from "playwright-core";
import { startHttpServer } from "../../src/http/server.ts";
import { openKnowledge } from "../../src/knowledge/open-knowledge.ts";
import { assemblePlayground } from "../../src/run-playground.ts";
import { type Conversation, converse } from "../conversation.ts";
import { launchBrowser } from "../launch-browser.ts";
import { type Shown, slackPage } from "./slack-page.ts";

/** `npm run pictures`: makes the pictures of the documents from the running playground and from what Slack would be sent. */
const IMAGES = path.resolve(import.meta.dirname, "../../docs/images");
const image = (file: string): string => path.join(IMAGES, file);

const QUESTION = "does linkedin read my private messages?";

const browser = await launchBrowser();
await fromPlayground(browser);
await fromSlack(browser);
await browser.close();

async function fromPlayground(browser: Browser): Promise<void> {
  const playground = assemblePlayground(await openKnowledge(), () => Date.UTC(2026, 10, 27, 9), pino({ level: "silent" }));
  const server = await startHttpServer(playground.app, "127.0.0.1", 0);
  const open = async (height: number): Promise<Page> => {
    const page = await browser.newPage({
      viewport: { width: 1200, height },
      deviceScaleFactor: 1.5,
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
      reducedMotion: "reduce",
    });
    await page.goto(`${server.url}/playground?lang=en`);
    return page;
  };
  const ask = async (page: Page, text: string): Promise<void> => {
    const before = await page.locator(".message.bot").count();
    await page.fill("#text", text);
    await page.keyboard.press("Enter");
    await page
      .locator(".message.bot")
      .nth(before + 1)
      .waitFor();
  };
  const last = (page: Page, pane: string): Locator => page.locator(`.${pane} .message.bot`).last();

  const page = await open(1150);
  await ask(page, QUESTION);
  await page.screenshot({ path: image("playground.png") });
  await last(page, "slack").screenshot({ path: image("answer.png") });
  await last(page, "discord").screenshot({ path: image("discord-answer.png") });
  await ask(page, "optout");
  for (const pane of ["slack", "discord"]) {
    await last(page, pane).getByRole("button", { name: "On a computer" }).click();
    await last(page, pane).locator(".body").getByText("Step 2 of 5").waitFor();
  }
  await last(page, "discord").screenshot({ path: image("discord-walkthrough.png") });
  await ask(page, "remind #general every monday 9:00 fact");
  await last(page, "discord").screenshot({ path: image("discord-reminder.png") });
  await page.close();
  await server.stop();
  await playground.close();
}

/** What the playground does not have: the Home tab, and a message of somebody else's. */
async function fromSlack(browser: Browser): Promise<void> {
  const ann = await converse(":memory:");
  const pages: { file: string; shown: Shown }[] = [
    {
      file: "slack-answer.png",
      shown: { where: "#general", did: `/linkedin-ai ${QUESTION}`, seenBy: "Only visible to you", reply: await ann.say(QUESTION) },
    },
    { file: "slack-home.png", shown: { where: "LinkedIn AI opt-out · Home", reply: await home(ann), home: true } },
    {
      file: "slack-check.png",
      shown: { where: "#general · More actions · Check this message", seenBy: "Only visible to you", reply: await checked(ann) },
    },
  ];
  for (const { file, shown } of pages) {
    const page = await browser.newPage({ viewport: { width: 760, height: 200 }, deviceScaleFactor: 2 });
    await page.setContent(await slackPage(shown));
    await page.screenshot({ path: image(file), fullPage: true });
  }
  await ann.close();
}

const NOTHING = { blocks: [], audience: "person", replaces: false } as const;

async function home(ann: Conversation) {
  const press = { kind: "press", action: { command: "menu", verb: "home" }, private: true } as const;
  return (await ann.send(press, { isAdmin: true, place: { id: "D1", kind: "dm" } })) ?? NOTHING;
}

async function checked(ann: Conversation) {
  const text = "I do not consent to LinkedIn using my posts for AI. Copy and paste this to opt out! They read our private messages too.";
  return (await ann.send({ kind: "message-check", text })) ?? NOTHING;
}
