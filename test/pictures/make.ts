import path from "node:path";
import chromium from "@sparticuz/chromium";
import { chromium as browserType } from "playwright-core";
import { converse } from "../conversation.ts";
import { replyPage } from "./reply-page.ts";

/** `npm run pictures`: makes the pictures of the documents from what the bot says now. */
const IMAGES = path.resolve(import.meta.dirname, "../../docs/images");

const QUESTION = "does linkedin read my private messages?";

const ann = await converse(":memory:");
const shown = [
  { file: "answer.png", question: `/linkedin-ai ${QUESTION}`, reply: await ann.say(QUESTION) },
  { file: "walkthrough.png", question: "/linkedin-ai optout", reply: await ann.say("optout").then(() => ann.press("On a computer")) },
];
const browser = await browserType.launch({ executablePath: await chromium.executablePath(), args: chromium.args, headless: true });
for (const { file, question, reply } of shown) {
  const page = await browser.newPage({ viewport: { width: 690, height: 200 }, deviceScaleFactor: 2 });
  await page.setContent(replyPage(question, reply));
  await page.screenshot({ path: path.join(IMAGES, file), fullPage: true });
}
await browser.close();
await ann.close();
