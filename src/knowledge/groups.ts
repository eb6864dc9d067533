/** How topics are grouped when people browse them, in the order in which they are shown. */
export const GROUPS = ["basics", "opt-out", "data", "effects", "law", "meta-and-others"] as const;
