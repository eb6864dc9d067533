import chromium from "@sparticuz/chromium";
import { type Browser, chromium as browserType } from "playwright-core";

/** A real headless Chromium; whoever launches it closes it. */
export async function launchBrowser(): Promise<Browser> {
  // As one process, which suits a cloud function, Chromium would end with its first closed page.
  const args = chromium.args.filter((arg) => arg !== "--single-process" && arg !== "--no-zygote");
  return browserType.launch({ executablePath: await chromium.executablePath(), args, headless: true });
}
