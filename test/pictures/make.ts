import path from "node:path";
import chromium from "@sparticuz/chromium";
import { chromium as browserType } from "playwright-core";
import { converse } from "../conversation.ts";
import { replyPage } from "./reply-page.ts";
import { type Shown, slackPage } from "./slack-page.ts";

/** `npm run pictures`: makes the pictures of the documents from what the bot says now. */
const IMAGES = path.resolve(import.meta.dirname, "../../docs/images");

const QUESTION = "does linkedin read my private messages?";

const ann = await converse(":memory:");
const shown = [
  { file: "answer.png", question: `/linkedin-ai ${QUESTION}`, reply: await ann.say(QUESTION) },
  { file: "walkthrough.png", question: "/linkedin-ai optout", reply: await ann.say("optout").then(() => ann.press("On a computer")) },
];
const admin = { isAdmin: true, place: { id: "D1", kind: "dm" } } as const;
const home = async () => {
  const press = { kind: "press", action: { command: "menu", verb: "home" }, private: true } as const;
  return (await ann.send(press, admin)) ?? { blocks: [], audience: "person", replaces: false };
};
const inSlack: { file: string; shown: Shown }[] = [
  {
    file: "slack-answer.png",
    shown: { where: "#general", did: `/linkedin-ai ${QUESTION}`, seenBy: "Only visible to you", reply: await ann.say(QUESTION) },
  },
  { file: "slack-home.png", shown: { where: "LinkedIn AI opt-out · Home", reply: await home(), home: true } },
  {
    file: "slack-check.png",
    shown: {
      where: "#general · More actions · Check this message",
      seenBy: "Only visible to you",
      reply: (await ann.send({
        kind: "message-check",
        text: "I do not consent to LinkedIn using my posts for AI. Copy and paste this to opt out! They read our private messages too.",
      })) ?? { blocks: [], audience: "person", replaces: false },
    },
  },
];
const browser = await browserType.launch({ executablePath: await chromium.executablePath(), args: chromium.args, headless: true });
for (const { file, question, reply } of shown) {
  const page = await browser.newPage({ viewport: { width: 690, height: 200 }, deviceScaleFactor: 2 });
  await page.setContent(replyPage(question, reply));
  await page.screenshot({ path: path.join(IMAGES, file), fullPage: true });
}
for (const { file, shown: one } of inSlack) {
  const page = await browser.newPage({ viewport: { width: 760, height: 200 }, deviceScaleFactor: 2 });
  await page.setContent(await slackPage(one));
  await page.screenshot({ path: path.join(IMAGES, file), fullPage: true });
}
await browser.close();
await ann.close();
