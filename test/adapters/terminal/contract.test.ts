import { adapterContract } from "../../contracts/adapter.ts";
import { createTerminalSurface } from "../../contracts/terminal.ts";

adapterContract(createTerminalSurface, [
  {
    reason: "a terminal has one person and no channel",
    tests: [
      "answers a mention for everybody",
      "keeps a private reply to a mention from the others",
      "keeps one identity for one person and gives each request an id of its own",
      "answers a press under a public message privately, whoever presses",
    ],
  },
  {
    reason: "a terminal has no forms: what they ask is said in words",
    tests: ["opens a form where one is asked for, and brings back what was filled in"],
  },
  { reason: "a terminal delivers each line once", tests: ["gives a repeated delivery the same id, so that it is handled once"] },
  { reason: "what a terminal has printed stays", tests: ["carries a button's action there and back, and replaces the private message"] },
]);
