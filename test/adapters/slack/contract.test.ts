import { adapterContract } from "../../contracts/adapter.ts";
import { slackSurface } from "../../contracts/slack.ts";

adapterContract(slackSurface);
