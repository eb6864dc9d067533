import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../launch-browser.ts";
import { axeViolations, openPage } from "./browser.ts";
import { startPlayground } from "./start-playground.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser.close());

const open = async (path = "/playground", options = {}): Promise<Page> => openPage(browser, `${await startPlayground()}${path}`, options);
const lastOf = (page: Page, pane: string) => page.locator(`.${pane} .message.bot`).last();

async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox").fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

describe("the playground in a browser", () => {
  it("answers a question in both chats, with its sources", async () => {
    const page = await open();
    await ask(page, "are my private messages used?");
    for (const pane of ["slack", "discord"]) {
      await expect.poll(() => lastOf(page, pane).innerText()).toContain("LinkedIn says that the AI training does not include");
      expect(
        await lastOf(page, pane)
          .getByRole("link", { name: /European Regional Privacy Notice/ })
          .getAttribute("href"),
      ).toBe("https://www.linkedin.com/legal/privacy/eu");
    }
  });

  it("shows the payload that the platform would get", async () => {
    const page = await open();
    await ask(page, "help");
    await lastOf(page, "slack").getByText("What the platform is sent").click();
    const payload = JSON.parse(await lastOf(page, "slack").locator("details pre").innerText());
    expect(payload.blocks[0]).toMatchObject({ type: "header" });
    const discord = JSON.parse((await lastOf(page, "discord").locator("details pre").textContent()) ?? "");
    expect(discord).toMatchObject({ flags: 32_768, allowed_mentions: { parse: [] } });
  });

  it("moves a walkthrough on in the chat in which a button is pressed, in place", async () => {
    const page = await open();
    await ask(page, "optout");
    await lastOf(page, "slack").getByRole("button", { name: "On a computer" }).click();
    await expect.poll(() => lastOf(page, "slack").innerText()).toContain("Step 2 of 5");
    expect(await page.locator(".slack .message.bot").count()).toBe(1);
    expect(await lastOf(page, "discord").innerText()).toContain("Step 1 of 5");
  });

  it("speaks the chosen language and answers for the chosen region", async () => {
    const page = await open();
    await page.getByLabel("Language").selectOption("pl");
    await page.getByRole("heading", { name: "Wypróbuj bota" }).waitFor();
    await page.getByLabel("Region").selectOption("uk");
    await page.getByRole("textbox").fill("optout");
    await page.getByRole("button", { name: "Wyślij" }).click();
    await expect.poll(() => lastOf(page, "discord").innerText()).toContain("Krok 1 z 5");
  });

  it("can be used by keyboard alone, from a question to the first step of an opt-out", async () => {
    const page = await open();
    await tabTo(page, "#text");
    await page.keyboard.type("how do I turn it off on my computer?");
    await page.keyboard.press("Enter");
    await lastOf(page, "discord").waitFor();
    await tabTo(page, ".slack .button.primary");
    await page.keyboard.press("Enter");
    await expect.poll(() => lastOf(page, "slack").innerText()).toContain("Step 1 of 5");
    await tabTo(page, ".slack .message:last-child .body .button");
    await page.keyboard.press("Space");
    await expect.poll(() => lastOf(page, "slack").innerText()).toContain("Step 2 of 5");
    // The pressed button went with its message; the focus is where the next step is, not at the top of the page.
    expect(await page.evaluate("document.activeElement.closest('.message.bot') !== null")).toBe(true);
  });

  it("lets time pass by keyboard until a reminder comes, in both chats", async () => {
    const page = await open();
    await tabTo(page, "#text");
    await page.keyboard.type("remind me tomorrow 9:00");
    await page.keyboard.press("Enter");
    await expect.poll(() => lastOf(page, "discord").innerText()).toContain("Saturday, 28 November 2026 at 09:00");
    await tabTo(page, "[data-advance='86400000']");
    await page.keyboard.press("Enter");
    for (const pane of ["slack", "discord"]) {
      await expect.poll(() => lastOf(page, pane).innerText()).toContain("You asked me to remind you of this.");
      expect(await lastOf(page, pane).innerText()).toContain("Direct message");
    }
    expect(await page.locator("#now").innerText()).toContain("28 November 2026");
  });

  it("schedules a post into a channel with the bot's own form, and shows each that falls due on the way", async () => {
    const page = await open();
    await ask(page, "reminders");
    await lastOf(page, "slack").getByRole("button", { name: "Schedule a post" }).click();
    const form = page.getByRole("dialog");
    await form.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await form.locator("[name=when]").fill("every day 9:00, 3 times");
    await form.locator("[name=kind]").selectOption("fact-of-the-week");
    await form.locator("button.primary").click();
    await lastOf(page, "slack").getByRole("button", { name: "Save" }).click();
    await expect.poll(() => page.locator(".slack .message").count()).toBeGreaterThan(1);
    await page.getByRole("button", { name: "+ 1 week" }).click();
    const facts = page.locator(".slack .message.bot[data-seen-by=channel]");
    await expect.poll(() => facts.count()).toBe(3);
    expect(new Set(await facts.locator("h3").allInnerTexts()).size).toBeGreaterThan(1);
    expect(await page.locator(".discord .message.bot[data-seen-by=channel]").count()).toBe(0);
  });

  it("begins anew on demand", async () => {
    const page = await open();
    await ask(page, "optout");
    await lastOf(page, "slack").getByRole("button", { name: "On a computer" }).click();
    await expect.poll(() => lastOf(page, "slack").innerText()).toContain("Step 2 of 5");
    await page.getByRole("button", { name: "Start over" }).click();
    await expect.poll(() => page.locator(".message").count()).toBe(0);
    await ask(page, "optout");
    await expect.poll(() => lastOf(page, "slack").innerText()).toContain("Step 1 of 5");
  });

  it("says so when the bot is gone", async () => {
    const page = await openPage(browser, `${await startPlayground()}/playground`, {}, /503/);
    await page.route("**/act", (route) => route.fulfill({ status: 503 }));
    await page.getByRole("button", { name: "optout" }).click();
    await page.getByRole("alert").waitFor();
  });

  it("lists everything it knows with sources and days", async () => {
    const page = await open("/playground/knowledge");
    expect(await page.locator("main details").count()).toBe(76);
    await page.getByText("Are my private messages used?").click();
    expect(await page.locator("#private-messages").innerText()).toContain("checked 22 Aug 2026");
  });

  it.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 360],
    ["dark", 360],
  ] as const)("has nothing that axe objects to, %s at %i pixels", async (colorScheme, width) => {
    const page = await open("/playground", { colorScheme, viewport: { width, height: 800 } });
    await ask(page, "are my CVs used?");
    await ask(page, "language");
    await expect.poll(() => page.locator(".discord .message.bot").count()).toBe(2);
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    await page.goto(page.url().replace(/\/playground.*/, "/playground/knowledge?lang=de"));
    expect(await axeViolations(page)).toEqual([]);
  });
});

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${selector} cannot be reached by keyboard`);
}
