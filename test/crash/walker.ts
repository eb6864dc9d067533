import { writeSync } from "node:fs";
import { createRandom } from "../../src/matching/seeded-random.ts";
import { type Conversation, converse } from "../conversation.ts";

/**
 * A bot that never stops being pressed, until it is killed: `node test/crash/walker.ts DATABASE SEED PERSON…`. After each
 * press that was answered, it writes the version and step that the store now has for that person, as a line of JSON.
 */
const [address = "", seed = "1", ...people] = process.argv.slice(2);
const random = createRandom(Number(seed));
const walks: readonly { person: string; conversation: Conversation }[] = await Promise.all(
  people.map(async (person) => ({ person, conversation: await converse(address, { person }) })),
);

async function walk({ person, conversation }: (typeof walks)[number]): Promise<void> {
  // Two seconds later each, far below the rate at which the bot takes somebody for a loop.
  conversation.clock.now += 2_000;
  const labels = conversation.labels();
  const label = labels[Math.floor(random() * labels.length)];
  if (label === undefined || random() < 0.1) await conversation.say("optout");
  else await conversation.press(label);
  for (const { walkthrough, version, step } of await conversation.store.progress({ platform: "slack", tenant: "T1", person })) {
    // Written at once: what stays in a buffer when the process is killed would be an acknowledgement that nobody saw.
    writeSync(1, `${JSON.stringify({ person, walkthrough, version, step })}\n`);
  }
}

for (;;) for (const each of walks) await walk(each);
