import { announce } from "./commands/announce.ts";
import { ask } from "./commands/ask.ts";
import { askPerson } from "./commands/ask-person.ts";
import { checkMessageCommand } from "./commands/check-message.ts";
import { companyNotes } from "./commands/company-notes.ts";
import { help } from "./commands/help.ts";
import { language } from "./commands/language.ts";
import { managers } from "./commands/managers.ts";
import { menu } from "./commands/menu.ts";
import { optout } from "./commands/optout.ts";
import { forgetMe, myData, privacy } from "./commands/privacy.ts";
import { region } from "./commands/region.ts";
import { remind } from "./commands/remind.ts";
import { remindMe } from "./commands/remind-me.ts";
import { reminders } from "./commands/reminders.ts";
import { setup } from "./commands/setup.ts";
import { sources } from "./commands/sources.ts";
import { stats } from "./commands/stats.ts";
import { status } from "./commands/status.ts";
import { timeZone } from "./commands/time-zone.ts";
import { topics } from "./commands/topics.ts";
import type { Command } from "./registry.ts";

/** Every command of the bot, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [
  menu,
  ask,
  optout,
  status,
  topics,
  remindMe,
  askPerson,
  checkMessageCommand,
  language,
  region,
  timeZone,
  sources,
  privacy,
  myData,
  forgetMe,
  reminders,
  remind,
  announce,
  setup,
  companyNotes,
  managers,
  stats,
  help,
];
