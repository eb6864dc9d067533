import { checkSources } from "./check-sources.ts";
import type { Checked, KnowledgeFiles } from "./files.ts";
import { isStale, STALE_AFTER_DAYS } from "./freshness.ts";

/** A place that names sources. `what` names it in a message. */
interface Citation {
  file: Checked<unknown>;
  path: readonly PropertyKey[];
  what: string;
  sources: readonly string[];
}

/** Sources that are old, statements that rest on nothing newer, and sources that nothing cites. `now` is in epoch milliseconds. */
export function auditSources(files: KnowledgeFiles, now: number): { errors: string[]; warnings: string[] } {
  const { yaml, data } = files.sources;
  const citations = allCitations(files);
  const cited = new Set(citations.flatMap(({ sources }) => sources));
  const stale = new Set(Object.keys(data).filter((id) => isStale(data[id]?.checked ?? "", now)));
  const old = [...stale].map(
    (id) =>
      `${yaml.locate([id, "checked"])} ${id} was last checked on ${data[id]?.checked}, more than ${STALE_AFTER_DAYS} days ago: read it again and put the day into checked`,
  );
  const resting = citations
    .filter(({ sources }) => sources.length > 0 && sources.every((id) => stale.has(id)))
    .map(({ file, path, what }) => `${file.yaml.locate(path)} ${what} rests on old sources only: read them again, or find a newer one`);
  const uncited = Object.keys(data)
    .filter((id) => !cited.has(id))
    .map((id) => `${yaml.locate([id])} nothing cites the source ${id}: cite it where it is relied on, or take it out`);
  return {
    errors: checkSources(files.labels, ["sources"], files.labels.data.sources, files),
    warnings: [...old, ...resting, ...uncited],
  };
}

function allCitations(files: KnowledgeFiles): Citation[] {
  const statements = [...files.topics.values()].flatMap(({ neutral: file }) =>
    file.data.statements.map(({ id, sources }, index) => cite(file, ["statements", index], `the statement ${id}`, sources)),
  );
  const steps = [...files.walkthroughs.values()].flatMap(({ neutral: file }) =>
    Object.entries(file.data.steps).map(([id, { sources }]) => cite(file, ["steps", id], `the step ${id}`, sources)),
  );
  const { changes } = files;
  const changed = changes?.data.map(({ id, sources }, index) => cite(changes, [index], `the change ${id}`, sources)) ?? [];
  const labels = cite(files.labels, [], "the list of labels", files.labels.data.sources);
  return [...statements, ...steps, ...changed, labels];
}

function cite(file: Checked<unknown>, path: readonly PropertyKey[], what: string, sources: readonly string[]): Citation {
  return { file, path: [...path, "sources"], what, sources };
}
