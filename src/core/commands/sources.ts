import { sourceLine } from "../answer.ts";
import type { Language } from "../languages.ts";
import type { Knowledge, SourceKind } from "../ports.ts";
import type { Command } from "../registry.ts";
import { type Block, privately } from "../reply.ts";
import { staleSources } from "../stale-sources.ts";

/** In the order of trust. */
const KINDS: readonly SourceKind[] = ["official", "official-mirror", "regulator", "press", "guide", "own"];

/** Of the list of changes only so many are shown: who asks wants to know what is new. */
const LATEST_CHANGES = 3;

/** How fresh the knowledge is: the latest changes, every source with the day it was checked, and which are due for another look. */
export const sources: Command = {
  name: "sources",
  options: [],
  audience: "everyone",
  listed: true,
  async run(_call, { knowledge, language, say, clock }) {
    const now = clock();
    const stale = staleSources(knowledge, now);
    const lists = KINDS.flatMap((kind): Block[] => {
      const ids = knowledge.sources.filter((source) => source.kind === kind).map((source) => source.id);
      if (ids.length === 0) return [];
      return [{ type: "sources", title: say(`source-kinds.${kind}`), items: ids.map((id) => sourceLine(id, language, knowledge)) }];
    });
    return privately(
      { type: "heading", text: say("sources.title") },
      { type: "text", text: say("sources.summary", { count: knowledge.sources.length, stale: stale.length }) },
      ...latestChanges(language, knowledge),
      ...lists,
    );
  },
};

function latestChanges(language: Language, knowledge: Knowledge): Block[] {
  const latest = knowledge.changes(language).slice(0, LATEST_CHANGES);
  if (latest.length === 0) return [];
  const lines = latest.map(({ date, text }) => `- **${knowledge.formatDay(date, language)}:** ${text}`);
  return [{ type: "text", text: `**${knowledge.say(language)("sources.changes")}**\n\n${lines.join("\n")}` }];
}
