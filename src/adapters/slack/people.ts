import { at, textAt } from "./fields.ts";

/** What Slack says about a person at the moment. Absent where it says nothing. */
export interface PersonFacts {
  isAdmin: boolean;
  locale?: string;
  timeZone?: string;
}

/** Asks Slack about one user: the answer of `users.info`. */
export type LookUp = (user: string) => Promise<unknown>;

/** Long enough to spare a call per press, short enough that somebody who ceases to be admin soon cannot act as one. */
export const FACTS_LIFETIME_MS = 5 * 60_000;

/** A failed look-up is repeated sooner, but not with every press while Slack is in trouble or the scope is missing. */
export const FAILURE_LIFETIME_MS = 30_000;

/** Beyond this many people the oldest are forgotten, so that memory stays bounded. */
export const MOST_REMEMBERED = 5_000;

const NOTHING_KNOWN: PersonFacts = { isAdmin: false };

/**
 * Remembers for a while what Slack says about people. A failed call yields no rights and no locale, and is told to `onFailure`:
 * an answer in English is better than none.
 */
export function createPeople(onFailure: (error: unknown) => void, now: () => number = Date.now) {
  const known = new Map<string, { until: number; facts: Promise<PersonFacts> }>();
  return async (team: string, user: string, lookUp: LookUp): Promise<PersonFacts> => {
    const key = `${team}/${user}`;
    const entry = known.get(key);
    if (entry && entry.until > now()) return entry.facts;
    const fresh = { until: now() + FACTS_LIFETIME_MS, facts: Promise.resolve(NOTHING_KNOWN) };
    fresh.facts = lookUp(user).then(
      (answer) => factsOf(answer, team),
      (error: unknown) => {
        onFailure(error);
        fresh.until = now() + FAILURE_LIFETIME_MS;
        return NOTHING_KNOWN;
      },
    );
    known.delete(key);
    known.set(key, fresh);
    const oldest = known.keys().next().value;
    if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
    return fresh.facts;
  };
}

/** In a shared channel the admin of another company is nobody here, whatever flags their account carries. */
function factsOf(answer: unknown, team: string): PersonFacts {
  const user = at(answer, "user");
  const home = textAt(user, "team_id");
  const flags = ["is_admin", "is_owner", "is_primary_owner"];
  const isAdmin = (home === undefined || home === team) && flags.some((flag) => at(user, flag) === true);
  const locale = textAt(user, "locale");
  const timeZone = textAt(user, "tz");
  return { isAdmin, ...(locale && { locale }), ...(timeZone && { timeZone }) };
}
