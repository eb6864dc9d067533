import type { IncomingMessage, ServerResponse } from "node:http";
import type { HTTPReceiverOptions } from "@slack/bolt";
import type { Logger } from "pino";
import { DEFAULT_LANGUAGE, type Language, languageOfLocale } from "../../core/languages.ts";
import type { Say } from "../../core/ports.ts";
import { textAt } from "./fields.ts";

/** What Bolt calls when an installation came to its end. */
export type CallbackOptions = NonNullable<NonNullable<HTTPReceiverOptions["installerOptions"]>["callbackOptions"]>;

/** What somebody sees in the browser after they installed the app, or did not, in the browser's language. */
export function installPages(say: (language: Language) => Say, log: Logger): CallbackOptions {
  const send = (request: IncomingMessage, response: ServerResponse, status: number, key: string): void => {
    const language = browserLanguage(request);
    response.writeHead(status, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "referrer-policy": "no-referrer",
    });
    response.end(page(language, say(language)(`${key}-title`), say(language)(key)));
  };
  return {
    success(installation, _options, request, response) {
      log.info({ team: installation.team?.id }, "installed into a workspace");
      send(request, response, 200, "slack.installed");
    },
    failure(error, _options, request, response) {
      log.warn({ code: textAt(error, "code"), error: textAt(error, "name") }, "an installation did not come about");
      send(request, response, 400, "slack.not-installed");
    },
  };
}

/** The first language of `Accept-Language` that the bot speaks. */
function browserLanguage(request: IncomingMessage): Language {
  const wanted = (request.headers["accept-language"] ?? "").split(",").map((part) => part.split(";", 1)[0]?.trim());
  return wanted.map(languageOfLocale).find((language) => language !== undefined) ?? DEFAULT_LANGUAGE;
}

function page(language: Language, title: string, text: string): string {
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>body{font:18px/1.5 system-ui,sans-serif;max-width:34em;margin:15vh auto;padding:0 1em;color:#1d1c1d}h1{font-size:1.4em}</style>
<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
