import { describe, expect, it } from "vitest";
import { buildCommands } from "../../../src/adapters/discord/commands.ts";
import { commandDefinitions } from "../../../src/core/command-definitions.ts";
import { COMMANDS } from "../../../src/core/commands.ts";
import { createRegistry } from "../../../src/core/registry.ts";
import { realKnowledge } from "../../conversation.ts";
import { commandProblems } from "../../emulators/discord-command-rules.ts";
import { everywhere } from "./parts.ts";

const { say } = realKnowledge();

const ask = { name: "ask", names: everywhere("ask"), descriptions: everywhere("x"), audience: "everyone" as const, options: [] };

describe("buildCommands", () => {
  it("tells Discord of every listed command in a form that it takes", () => {
    const commands = buildCommands(commandDefinitions(createRegistry(COMMANDS), realKnowledge(), "discord"), say);
    expect(commandProblems(commands)).toEqual([]);
    const namesIn = (name: string): string[] =>
      commands.flatMap((command) => (command.name === name && "options" in command ? (command.options ?? []) : [])).map((one) => one.name);
    const listed = (audience: string): string[] => COMMANDS.filter((one) => one.listed && one.audience === audience).map((one) => one.name);
    expect(namesIn("linkedin-ai")).toEqual(listed("everyone"));
    expect(namesIn("linkedin-ai-admin")).toEqual(listed("admins"));
  });

  it("names each language's locales", () => {
    const names = { ...everywhere("ask"), es: "preguntar", pt: "perguntar" };
    const [command] = buildCommands([{ ...ask, names }], say);
    expect(command).toMatchObject({
      options: [{ name: "ask", name_localizations: { "es-ES": "preguntar", "es-419": "preguntar", "pt-BR": "perguntar", "en-GB": "ask" } }],
    });
  });

  it("offers choices by their value, and required options first", () => {
    const option = (name: string, required: boolean) => ({ name, names: everywhere(name), descriptions: everywhere("x"), required });
    const choices = [{ value: "uk", names: { ...everywhere("United Kingdom"), fr: "Royaume-Uni" } }];
    const commands = buildCommands([{ ...ask, options: [option("when", false), { ...option("region", true), choices }] }], say);
    expect(commandProblems(commands)).toEqual([]);
    expect(commands[0]).toMatchObject({
      options: [
        {
          options: [
            { name: "region", choices: [{ name: "United Kingdom", value: "uk", name_localizations: { fr: "Royaume-Uni" } }] },
            { name: "when" },
          ],
        },
      ],
    });
  });

  it.each([
    [99, 99],
    [100, 100],
    [101, 100],
  ])("shortens a description of %i characters to %i", (length, expected) => {
    const commands = buildCommands([{ ...ask, descriptions: everywhere("d".repeat(length)) }], say);
    expect(commandProblems(commands)).toEqual([]);
    expect(
      JSON.stringify(commands)
        .match(/d{90,}…?/g)
        ?.map((text) => text.length),
    ).toEqual(Array(11).fill(expected));
  });

  it("lets only those who manage a server see what is theirs, and in servers only", () => {
    const setup = { ...ask, name: "setup", names: everywhere("setup"), audience: "admins" as const };
    const commands = buildCommands([ask, setup], say);
    expect(commandProblems(commands)).toEqual([]);
    expect(
      commands.map(({ name, ...rest }) => [name, "default_member_permissions" in rest ? rest.default_member_permissions : undefined]),
    ).toEqual([
      ["linkedin-ai", undefined],
      ["Check this message", undefined],
      ["linkedin-ai-admin", "32"],
    ]);
    expect(commands.at(-1)).toMatchObject({ integration_types: [0], contexts: [0] });
  });

  it("can be taken by a person to conversations without the bot, where the application allows it", () => {
    expect(buildCommands([ask], say)[0]).toMatchObject({ integration_types: [0, 1], contexts: [0, 1, 2] });
    expect(buildCommands([ask], say, [0])[0]).toMatchObject({ integration_types: [0], contexts: [0, 1] });
  });

  it("suggests topics where an option asks for that", () => {
    const option = { name: "question", names: everywhere("question"), descriptions: everywhere("x"), required: true };
    const [command] = buildCommands([{ ...ask, options: [{ ...option, suggest: "topic" }] }], say);
    expect(command).toMatchObject({ options: [{ options: [{ name: "question", autocomplete: true }] }] });
    expect(JSON.stringify(buildCommands([{ ...ask, options: [option] }], say))).not.toContain("autocomplete");
  });

  it("puts an entry into the menu of messages, named in every language", () => {
    expect(buildCommands([ask], say)[1]).toMatchObject({
      type: 3,
      name: "Check this message",
      name_localizations: { de: "Diese Nachricht prüfen", "es-419": "Comprobar este mensaje", pl: "Sprawdź tę wiadomość" },
    });
  });

  it("refuses more subcommands than Discord takes", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...ask, name: `ask${index}`, names: everywhere(`ask${index}`) }));
    expect(commandProblems(buildCommands(many(25), say))).toEqual([]);
    expect(() => buildCommands(many(26), say)).toThrow(RangeError);
  });
});
