import { describe, expect, it } from "vitest";
import { checkMessage, MOST_CLAIMS } from "../../src/core/check-message.ts";
import { converse, realKnowledge } from "../conversation.ts";

const check = (message: string) => checkMessage(message, realKnowledge());

/** The chain post as it goes round, in each language. */
const CHAIN_POSTS = {
  en: "I do not consent to LinkedIn or Microsoft using my posts to train AI. I hereby declare that my content is private. Copy and paste this!",
  fr: "Je déclare par la présente que je n'autorise pas LinkedIn à utiliser mes données. Copiez et collez ce message.",
  de: "Hiermit widerspreche ich der Nutzung meiner Daten durch LinkedIn für KI. Bitte kopieren und als eigenen Beitrag posten.",
  es: "No doy mi consentimiento para que LinkedIn use mis fotos. Copia y pega este texto en tu muro.",
  it: "Con la presente dichiaro di non dare il mio consenso all'uso dei miei dati. Fai copia e incolla.",
  nl: "Hierbij verklaar ik dat ik geen toestemming geef aan LinkedIn. Kopieer en plak dit bericht.",
  pt: "Declaro que não autorizo o LinkedIn a usar os meus dados. Copie e cole.",
  pl: "Oświadczam, że nie wyrażam zgody na wykorzystanie moich danych przez LinkedIn. Skopiuj i wklej.",
};

describe("a message", () => {
  it("is held against the knowledge sentence by sentence, in its order", () => {
    const { claims, isChainPost, isScam } = check(
      "Heads up team! LinkedIn started training AI with your data on November 3. It's on by default.\nYour DMs are not used.",
    );
    expect(claims.map(({ topic }) => topic)).toEqual(["start-date", "default-on", "private-messages"]);
    expect(claims[2]?.sentence).toBe("Your DMs are not used.");
    expect({ isChainPost, isScam }).toEqual({ isChainPost: false, isScam: false });
  });

  it.each(Object.entries(CHAIN_POSTS))("that is a chain post is known for one (%s)", (_, message) => {
    expect(check(message).isChainPost).toBe(true);
  });

  it("with an address that imitates a service is warned of, and one with a genuine address is not", () => {
    expect(check("Opt out here: https://linkedin.com.secure.example/login").imitations).toEqual(["linkedin.com.secure.example"]);
    expect(check("Opt out here: http://meta-optout.example").imitations).toEqual(["meta-optout.example"]);
    const genuine = check(
      "The setting: https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement and https://news.example/linkedin",
    );
    expect(genuine.imitations).toEqual([]);
  });

  it("that wants people to follow its link is warned of", () => {
    expect(check("Ihr Konto wird gesperrt. Klicken Sie auf den Link, um dem KI-Training zu widersprechen.").isScam).toBe(true);
    expect(check("Dear member, verify your account to opt out of AI training. Enter your password here.").isScam).toBe(true);
  });

  it("about other things is left alone, however long", () => {
    expect(check("Lunch is at 12 today. We have pasta. See you in the canteen!").claims).toEqual([]);
    const started = performance.now();
    expect(check("LinkedIn reads all your private messages. Le délai est passé. ".repeat(2_000)).claims.length).toBeLessThanOrEqual(
      MOST_CLAIMS,
    );
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(check("\ud800".repeat(50)).claims).toEqual([]);
  });
});

describe("checking a message", () => {
  const message =
    "LinkedIn reads all your *private* messages. The deadline to opt out has passed, it is too late. I do not consent! Copy and paste this. @everyone";

  it("shows what is known beside what it says, privately, and hedges", async () => {
    const ann = await converse(":memory:");
    const reply = await ann.send({ kind: "message-check", text: message }, { audience: "place" });
    expect(reply?.audience).toBe("person");
    expect(ann.text()).toContain("The message: “LinkedIn reads all your *private* messages.” What I know:");
    expect(ann.text()).toContain("No. LinkedIn says that the AI training does not include your private messages");
    expect(ann.text()).toContain("This reads like one of the posts that people pass on");
    expect(ann.text()).toContain("Posting that you do not consent has no effect");
    expect(ann.text()).toContain("I compare by topic");
    expect(ann.text()).toMatch(/checked 22 Aug 2026/);
    expect(ann.labels()).toEqual([
      "More: Does an “I do not consent” post work?",
      "More: Are my private messages used?",
      "More: Is it too late to opt out?",
    ]);
    await ann.close();
  });

  it("is a command in words, too, and says how when there is nothing to check", async () => {
    const ann = await converse(":memory:");
    await ann.say("check-message LinkedIn reads all your private messages.\n\nIt is too late to opt out.");
    expect(ann.labels()).toEqual(["More: Are my private messages used?", "More: Is it too late to opt out?"]);
    await ann.say("check-message");
    expect(ann.text()).toContain("paste the message after it");
    await ann.say("check-message lunch at noon, everyone");
    expect(ann.text()).toContain("does not mean that it is true or false");
    await ann.close();
  });
});
