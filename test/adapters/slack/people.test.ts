import { expect, it } from "vitest";
import { createPeople, FACTS_LIFETIME_MS, FAILURE_LIFETIME_MS, MOST_REMEMBERED } from "../../../src/adapters/slack/people.ts";

function setUp(answer: unknown = { user: { team_id: "T1", is_admin: true, locale: "fr-FR", tz: "Europe/Paris" } }) {
  const failures: unknown[] = [];
  const asked: string[] = [];
  const clock = { now: 1_000 };
  const people = createPeople(
    (error) => failures.push(error),
    () => clock.now,
  );
  const lookUp = async (user: string): Promise<unknown> => {
    asked.push(user);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { ask: (user = "U1", team = "T1") => people(team, user, lookUp), failures, asked, clock };
}

it("tells rights, locale and time zone", async () => {
  expect(await setUp().ask()).toEqual({ isAdmin: true, locale: "fr-FR", timeZone: "Europe/Paris" });
});

it.each(["is_admin", "is_owner", "is_primary_owner"])("takes %s for an admin", async (flag) => {
  expect(await setUp({ user: { [flag]: true } }).ask()).toEqual({ isAdmin: true });
});

it("takes the admin of another workspace for nobody", async () => {
  expect(await setUp({ user: { team_id: "T2", is_admin: true } }).ask()).toEqual({ isAdmin: false });
});

it("asks once in five minutes, also when asked twice at once", async () => {
  const { ask, asked, clock } = setUp();
  await Promise.all([ask(), ask()]);
  clock.now += FACTS_LIFETIME_MS - 1;
  await ask();
  expect(asked).toHaveLength(1);
  clock.now += 1;
  await ask();
  expect(asked).toHaveLength(2);
});

it("tells people of two teams apart", async () => {
  const { ask, asked } = setUp();
  await ask("U1", "T1");
  await ask("U1", "T2");
  expect(asked).toHaveLength(2);
});

it("knows nothing after a failure, says so, and asks again sooner", async () => {
  const { ask, asked, clock, failures } = setUp(new Error("missing_scope"));
  expect(await ask()).toEqual({ isAdmin: false });
  await ask();
  expect(asked).toHaveLength(1);
  expect(failures).toHaveLength(1);
  clock.now += FAILURE_LIFETIME_MS;
  await ask();
  expect(asked).toHaveLength(2);
});

it("forgets the oldest beyond its bound", async () => {
  const { ask, asked } = setUp();
  for (let i = 0; i <= MOST_REMEMBERED; i += 1) await ask(`U${i}`);
  await ask(`U${MOST_REMEMBERED}`);
  expect(asked).toHaveLength(MOST_REMEMBERED + 1);
  await ask("U0");
  expect(asked).toHaveLength(MOST_REMEMBERED + 2);
});
