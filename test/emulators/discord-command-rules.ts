import {
  add,
  all,
  boolean,
  byField,
  type Check,
  isRecord,
  list,
  oneOf,
  type Problem,
  problemsOf,
  record,
  text,
  unique,
} from "./discord-validate.ts";

// https://docs.discord.com/developers/interactions/application-commands

/** Lower case, and in other scripts whatever they have. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** https://docs.discord.com/developers/reference#locales */
const LOCALES =
  "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko".split(" ");

const name: Check = (value, path, problems) => {
  text(1, 32, NAME)(value, path, problems);
  if (typeof value === "string" && value !== value.toLowerCase()) {
    add(problems, path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
  }
};
const description = text(1, 100);

function localized(check: Check): Check {
  return record({}, Object.fromEntries(LOCALES.map((locale) => [locale, check])));
}

const localizations = { name_localizations: localized(name), description_localizations: localized(description) };
const choices = list(0, 25, record({ name: text(1, 100), value: text(1, 100) }, { name_localizations: localized(text(1, 100)) }));
const noChoices: Check = (value, path, problems) => {
  if (isRecord(value) && value["autocomplete"] === true && value["choices"] !== undefined) {
    add(problems, path, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", "Autocomplete may not be set if choices are present");
  }
};
const textOption = all(
  record({ type: oneOf(3), name, description }, { ...localizations, required: boolean, choices, autocomplete: boolean }),
  noChoices,
);
const channelOption = record(
  { type: oneOf(7), name, description },
  { ...localizations, required: boolean, channel_types: list(1, 20, oneOf(0, 2, 4, 5, 10, 11, 12, 13, 15, 16)) },
);
const option = byField(
  "type",
  new Map([
    [3, textOption],
    [7, channelOption],
  ]),
);

const requiredFirst: Check = (value, path, problems) => {
  const required = Array.isArray(value) ? value.map((one) => isRecord(one) && one["required"] === true) : [];
  if (required.lastIndexOf(true) > required.indexOf(false) && required.includes(false)) {
    add(problems, path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options");
  }
};

/** In no language may two entries have one name. */
const distinct: Check = (value, path, problems) => {
  unique("name", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID")(value, path, problems);
  const names = Array.isArray(value) ? value.filter(isRecord).map((one) => one["name_localizations"]) : [];
  for (const locale of LOCALES) {
    const inLocale = names.filter(isRecord).flatMap((one) => one[locale] ?? []);
    if (new Set(inLocale).size < inLocale.length) {
      add(problems, path, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", `Two options have one name in ${locale}: ${inLocale}`);
    }
  }
};

const options = all(list(0, 25, option), requiredFirst, distinct);
const subcommand = record({ type: oneOf(1), name, description }, { ...localizations, options });
const surroundings = {
  integration_types: list(1, 2, oneOf(0, 1)),
  contexts: list(1, 3, oneOf(0, 1, 2)),
  default_member_permissions: text(1, 20, /^\d+$/),
};
const chatCommand = record(
  { type: oneOf(1), name, description, options: all(list(1, 25, subcommand), distinct) },
  { ...localizations, ...surroundings },
);
/** An entry of a menu has a name with spaces and capitals, and no description. */
const menuCommand = record({ type: oneOf(2, 3), name: text(1, 32) }, { name_localizations: localized(text(1, 32)), ...surroundings });
const command = byField(
  "type",
  new Map<unknown, Check>([
    [1, chatCommand],
    [2, menuCommand],
    [3, menuCommand],
  ]),
);

const withinSize: Check = (value, path, problems) => {
  const size = sizeOf(value);
  if (size > 8_000) add(problems, path, "APPLICATION_COMMAND_TOO_LARGE", `Command is too large: ${size} characters, at most 8000.`);
};

/** What is wrong with the commands that an application registers. `installs`: the ways in which it can be installed. */
export function commandProblems(body: unknown, installs: readonly number[] = [0, 1]): Problem[] {
  const supported: Check = (value, path, problems) => {
    const types = isRecord(value) && Array.isArray(value["integration_types"]) ? value["integration_types"] : [];
    if (!types.every((type) => installs.includes(type))) {
      add(
        problems,
        `${path}.integration_types`,
        "APPLICATION_COMMAND_INTEGRATION_TYPE",
        "The application does not support this installation.",
      );
    }
  };
  return problemsOf(all(list(0, 130, all(command, withinSize, supported)), counts, distinctNames), body);
}

/** 100 commands, and 15 entries of each kind of menu. */
const counts: Check = (value, path, problems) => {
  for (const [type, most] of [
    [1, 100],
    [2, 15],
    [3, 15],
  ] as const) {
    const count = ofType(value, type).length;
    if (count > most) add(problems, path, "APPLICATION_COMMANDS_TOO_MANY", `${count} commands of type ${type}, at most ${most}.`);
  }
};

/** Of each kind, two may not have one name. */
const distinctNames: Check = (value, path, problems) => {
  for (const type of [1, 2, 3]) unique("name", "APPLICATION_COMMANDS_DUPLICATE_NAME")(ofType(value, type), path, problems);
};

function ofType(value: unknown, type: number): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord).filter((one) => one["type"] === type) : [];
}

/** Names, descriptions and values of a command with all in it; of localized texts the longest counts. */
function sizeOf(value: unknown): number {
  if (!isRecord(value)) return 0;
  const own = longest(value, "name") + longest(value, "description") + (typeof value["value"] === "string" ? value["value"].length : 0);
  const nested = [value["options"], value["choices"]].flatMap((list) => (Array.isArray(list) ? list : []));
  return nested.reduce<number>((sum, one) => sum + sizeOf(one), own);
}

function longest(value: Record<string, unknown>, field: "name" | "description"): number {
  const localized = value[`${field}_localizations`];
  const texts = [value[field], ...(isRecord(localized) ? Object.values(localized) : [])];
  return Math.max(0, ...texts.map((one) => (typeof one === "string" ? one.length : 0)));
}
