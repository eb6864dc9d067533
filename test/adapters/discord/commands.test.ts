import { describe, expect, it } from "vitest";
import { buildCommands } from "../../../src/adapters/discord/commands.ts";
import { commandDefinitions } from "../../../src/core/command-definitions.ts";
import { COMMANDS } from "../../../src/core/commands.ts";
import { createRegistry } from "../../../src/core/registry.ts";
import { realKnowledge } from "../../conversation.ts";
import { commandProblems } from "../../emulators/discord-command-rules.ts";
import { everywhere } from "./start-bot.ts";

const ask = { name: "ask", names: everywhere("ask"), descriptions: everywhere("x"), audience: "everyone" as const, options: [] };

describe("buildCommands", () => {
  it("tells Discord of every listed command in a form that it takes", () => {
    const commands = buildCommands(commandDefinitions(createRegistry(COMMANDS), realKnowledge()));
    expect(commandProblems(commands)).toEqual([]);
    const [command] = commands;
    const names = command && "options" in command ? command.options?.map(({ name }) => name) : [];
    expect(names).toEqual(COMMANDS.filter(({ listed }) => listed).map(({ name }) => name));
  });

  it("names each language's locales", () => {
    const names = { ...everywhere("ask"), es: "preguntar", pt: "perguntar" };
    const [command] = buildCommands([{ ...ask, names }]);
    expect(command).toMatchObject({
      options: [{ name: "ask", name_localizations: { "es-ES": "preguntar", "es-419": "preguntar", "pt-BR": "perguntar", "en-GB": "ask" } }],
    });
  });

  it("offers choices by their value, and required options first", () => {
    const option = (name: string, required: boolean) => ({ name, names: everywhere(name), descriptions: everywhere("x"), required });
    const choices = [{ value: "uk", names: { ...everywhere("United Kingdom"), fr: "Royaume-Uni" } }];
    const commands = buildCommands([{ ...ask, options: [option("when", false), { ...option("region", true), choices }] }]);
    expect(commandProblems(commands)).toEqual([]);
    expect(commands).toMatchObject([
      {
        options: [
          {
            options: [
              { name: "region", choices: [{ name: "United Kingdom", value: "uk", name_localizations: { fr: "Royaume-Uni" } }] },
              { name: "when" },
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    [99, 99],
    [100, 100],
    [101, 100],
  ])("shortens a description of %i characters to %i", (length, expected) => {
    const commands = buildCommands([{ ...ask, descriptions: everywhere("d".repeat(length)) }]);
    expect(commandProblems(commands)).toEqual([]);
    expect(
      JSON.stringify(commands)
        .match(/d{90,}…?/g)
        ?.map((text) => text.length),
    ).toEqual(Array(11).fill(expected));
  });

  it("refuses more subcommands than Discord takes", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...ask, name: `ask${index}`, names: everywhere(`ask${index}`) }));
    expect(commandProblems(buildCommands(many(25)))).toEqual([]);
    expect(() => buildCommands(many(26))).toThrow(RangeError);
  });
});
