import { KnowledgeError } from "../core/errors.ts";
import type { Finding } from "../core/finding.ts";
import type { Knowledge } from "../core/ports.ts";
import { staleSources } from "../core/stale-sources.ts";
import { STALE_AFTER_DAYS } from "./freshness.ts";
import { openKnowledge } from "./open-knowledge.ts";

/** The knowledge, unless it is wrong, and what is to be said of it at a time in epoch milliseconds. */
export async function diagnoseKnowledge(now: number): Promise<{ findings: Finding[]; knowledge?: Knowledge }> {
  const what = "knowledge";
  try {
    const knowledge = await openKnowledge();
    const note = `${knowledge.topicIds.length} topics, ${knowledge.sources.length} sources`;
    return { knowledge, findings: [{ what, note }, freshness(knowledge, now)] };
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    return { findings: error.problems.map((problem) => ({ what, problem })) };
  }
}

function freshness(knowledge: Knowledge, now: number): Finding {
  const what = "knowledge, freshness";
  const stale = staleSources(knowledge, now);
  if (stale.length === 0) return { what };
  return {
    what,
    problem: `${stale.length} of ${knowledge.sources.length} sources were checked more than ${STALE_AFTER_DAYS} days ago, and answers say so: install a newer release, or read them again (npm run knowledge:check lists them)`,
  };
}
