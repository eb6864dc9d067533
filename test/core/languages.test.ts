import { describe, expect, it } from "vitest";
import { languageOfLocale } from "../../src/core/languages.ts";

describe("languageOfLocale", () => {
  it("finds the bot's language for a platform's locale", () => {
    expect(languageOfLocale("pt-BR")).toBe("pt");
    expect(languageOfLocale("en_GB")).toBe("en");
    expect(languageOfLocale("FR")).toBe("fr");
  });

  it("leaves a language that the bot does not speak to the next rule", () => {
    expect(languageOfLocale("sv-SE")).toBeUndefined();
    expect(languageOfLocale("")).toBeUndefined();
    expect(languageOfLocale(undefined)).toBeUndefined();
  });
});
