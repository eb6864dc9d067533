import { FORM_VERB } from "./action.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "./languages.ts";
import { channelLink, escapeMarkdown } from "./markdown.ts";
import { REGIONS } from "./regions.ts";
import type { Context } from "./registry.ts";
import type { Block, Form } from "./reply.ts";
import type { Place } from "./request.ts";
import { CONTACT_LENGTH, type WorkspaceSettings } from "./workspace.ts";

/** How many there are of what has views of its own. */
export interface SetupCounts {
  notes: number;
  managers: number;
}

/** What is set for the workspace, and buttons to change it. */
export function setupBlocks(settings: WorkspaceSettings, { notes, managers }: SetupCounts, { say, knowledge, language }: Context): Block[] {
  const not = say("setup.not-set");
  const rows = [
    { label: say("setup.language"), value: settings.language ? LANGUAGE_NAMES[settings.language] : not },
    { label: say("setup.region"), value: settings.region ? say(`regions.${settings.region}`) : not },
    { label: say("setup.contact"), value: settings.privacyContact === undefined ? not : escapeMarkdown(settings.privacyContact) },
    { label: say("setup.handoff"), value: placeText(settings.handoffPlace) ?? not },
    { label: say("setup.updates"), value: placeText(settings.updatesPlace) ?? not },
    { label: say("setup.notes"), value: String(notes) },
    { label: say("setup.managers"), value: String(managers) },
  ];
  const how = say("setup.in-words", { command: knowledge.commandWord("setup", language) });
  return [
    { type: "heading", text: say("setup.heading") },
    { type: "facts", rows },
    { type: "note", text: how },
    {
      type: "buttons",
      buttons: [
        { label: say("setup.change"), style: "primary", action: { command: "setup", verb: FORM_VERB } },
        { label: say("setup.notes"), action: { command: "company-notes", verb: "run" } },
        { label: say("setup.managers"), action: { command: "managers", verb: "run" } },
      ],
    },
  ];
}

/** All settings in one form, as they are now. What is left empty is taken back. */
export function setupForm(settings: WorkspaceSettings, { say }: Context): Form {
  const languages = LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }));
  const regions = REGIONS.map((value) => ({ value, label: say(`regions.${value}`) }));
  const now = (value: string | undefined) => (value === undefined ? {} : { value });
  return {
    title: say("setup.form"),
    submit: say("setup.save"),
    action: { command: "setup", verb: "save" },
    fields: [
      { name: "language", label: say("setup.language"), required: false, type: "choice", options: languages, ...now(settings.language) },
      { name: "region", label: say("setup.region"), required: false, type: "choice", options: regions, ...now(settings.region) },
      {
        name: "contact",
        label: say("setup.contact"),
        hint: say("setup.contact-hint"),
        required: false,
        type: "text",
        maxLength: CONTACT_LENGTH,
        long: false,
        ...now(settings.privacyContact),
      },
      {
        name: "handoff",
        label: say("setup.handoff"),
        hint: say("setup.handoff-hint"),
        required: false,
        type: "channel",
        ...now(settings.handoffPlace?.id),
      },
      {
        name: "updates",
        label: say("setup.updates"),
        hint: say("setup.updates-hint"),
        required: false,
        type: "channel",
        ...now(settings.updatesPlace?.id),
      },
    ],
  };
}

function placeText(place: Place | undefined): string | undefined {
  return place && channelLink(place);
}
