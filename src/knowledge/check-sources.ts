import type { Checked, KnowledgeFiles } from "./files.ts";

/** Source ids that `knowledge/sources.yaml` does not have. */
export function checkSources(
  file: Checked<unknown>,
  path: readonly PropertyKey[],
  ids: readonly string[],
  files: KnowledgeFiles,
): string[] {
  const known = files.sources.data;
  return ids.flatMap((id, index) =>
    id in known ? [] : [`${file.yaml.locate([...path, index])} no source is called ${id}: see knowledge/sources.yaml`],
  );
}
