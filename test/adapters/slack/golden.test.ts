import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { renderForm } from "../../../src/adapters/slack/form.ts";
import { renderHome } from "../../../src/adapters/slack/home.ts";
import { renderReply } from "../../../src/adapters/slack/render.ts";
import type { Outcome } from "../../../src/core/reply.ts";
import { GOLDEN_REPLIES, type GoldenSurface, type Situation } from "../../contracts/golden-replies.ts";

const FOLDER = path.resolve(import.meta.dirname, "../../fixtures/golden/slack");

const surface: GoldenSurface = {
  person: { platform: "slack", tenant: "T1", person: "U0ANN001" },
  workspace: "T1",
  place: { id: "C0GENERAL", kind: "channel" },
  questions: { id: "C0QUESTIONS", kind: "channel" },
  news: { id: "C0NEWS001", kind: "channel" },
};

function shown({ reply, form }: Outcome, shows: Situation["shows"]): object {
  if (shows === "home") return renderHome(reply, surface.workspace, undefined);
  if (shows === "reply") return renderReply(reply);
  if (!form) throw new Error("no form came with the reply");
  return renderForm(form, { team: surface.workspace, channel: surface.place.id });
}

const fileOf = ({ name, language }: Situation): string => `${name}.${language}.json`;

it.each(GOLDEN_REPLIES.map((situation) => [fileOf(situation), situation] as const))("%s", async (file, situation) => {
  const content = `${JSON.stringify(shown(await situation.happen(surface), situation.shows), null, 2)}\n`;
  await expect(content).toMatchFileSnapshot(path.join(FOLDER, file));
});

it("has a situation for every golden file", () => {
  const files = GOLDEN_REPLIES.map(fileOf).concat("every-block.json");
  expect(readdirSync(FOLDER).sort()).toEqual(files.sort());
});
