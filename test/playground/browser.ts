import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished } from "vitest";

/** A page at the address. The test fails on any error in it, but for an expected one, or any request that leaves the machine. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}, expected?: RegExp): Promise<Page> {
  const context = await browser.newContext({
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("request", (request) => new URL(request.url()).host !== new URL(url).host && troubles.push(request.url()));
  onTestFinished(async () => {
    await context.close();
    const unexpected = troubles.filter((trouble) => !expected?.test(trouble));
    if (unexpected.length > 0) throw new Error(unexpected.join("\n"));
  });
  await page.goto(url);
  return page;
}

/** What axe finds wrong with the page, a line each; empty when there is nothing. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the page's own policy forbids foreign scripts.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary ?? ""}`));
}
