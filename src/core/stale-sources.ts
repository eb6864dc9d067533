import type { Knowledge, Source } from "./ports.ts";

/** The sources that were checked too long ago at `now`, epoch milliseconds. */
export function staleSources({ sources, isStale }: Pick<Knowledge, "sources" | "isStale">, now: number): readonly Source[] {
  return sources.filter((source) => isStale(source, now));
}
