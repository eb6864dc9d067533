/** Where LinkedIn or Meta considers a person located, as far as the answer depends on it. `eu` is the EU and the EEA. */
export const REGIONS = ["eu", "uk", "ch", "ca", "hk", "us", "other"] as const;

/** One of {@link REGIONS}. */
export type Region = (typeof REGIONS)[number];

/** True for a region code. */
export function isRegion(value: string): value is Region {
  return (REGIONS as readonly string[]).includes(value);
}
