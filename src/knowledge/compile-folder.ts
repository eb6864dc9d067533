import { encodeModel } from "../matching/model-file.ts";
import { trainModel } from "../matching/train.ts";
import { type Compiled, compileKnowledge, trainingInput } from "./compile.ts";
import { loadKnowledge } from "./load.ts";

/**
 * Checks the knowledge files below `root` and trains the matcher on them. Takes seconds.
 * @throws {KnowledgeError} with one `file:line:col message` per problem.
 */
export function compileFolder(root: string): Compiled {
  const files = loadKnowledge(root);
  return { data: compileKnowledge(files), model: encodeModel(trainModel(trainingInput(files))) };
}
