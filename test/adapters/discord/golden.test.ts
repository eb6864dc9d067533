import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { renderForm } from "../../../src/adapters/discord/form.ts";
import { renderReply } from "../../../src/adapters/discord/render.ts";
import type { Outcome } from "../../../src/core/reply.ts";
import { GOLDEN_REPLIES, type GoldenSurface, type Situation } from "../../contracts/golden-replies.ts";

const FOLDER = path.resolve(import.meta.dirname, "../../fixtures/golden/discord");

const surface: GoldenSurface = {
  person: { platform: "discord", tenant: "discord", person: "100000000000000001" },
  workspace: "200000000000000001",
  place: { id: "300000000000000001", kind: "channel" },
  questions: { id: "300000000000000002", kind: "channel" },
  news: { id: "300000000000000003", kind: "channel" },
};

/** Discord has no page of one's own: what stands there on Slack is a message here. */
function shown({ reply, form }: Outcome, shows: Situation["shows"]): object {
  if (shows !== "form") return renderReply(reply);
  if (!form) throw new Error("no form came with the reply");
  return renderForm(form);
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
