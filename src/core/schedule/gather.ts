import type { TimeProblem, Token } from "./read-tokens.ts";
import type { Said } from "./said.ts";
import { TAKERS } from "./takers.ts";

/** Puts the tokens together. Something said twice in two ways makes the text not understood. */
export function gather(tokens: readonly Token[]): Said | TimeProblem {
  const said: Said = { every: false, other: false, workdays: false, days: [], next: false, in: false };
  for (let rest = tokens; rest.length > 0; ) {
    const used = TAKERS.reduce((taken, take) => taken || take(rest, said), 0);
    if (used === 0) return "not-understood";
    rest = rest.slice(used);
  }
  return said;
}
