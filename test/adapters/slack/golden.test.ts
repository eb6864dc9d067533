import { renderForm } from "../../../src/adapters/slack/form.ts";
import { renderHome } from "../../../src/adapters/slack/home.ts";
import { renderReply } from "../../../src/adapters/slack/render.ts";
import { type GoldenSurface, goldenRepliesContract } from "../../contracts/golden-replies.ts";

const surface: GoldenSurface = {
  person: { platform: "slack", tenant: "T1", person: "U0ANN001" },
  workspace: "T1",
  place: { id: "C0GENERAL", kind: "channel" },
  questions: { id: "C0QUESTIONS", kind: "channel" },
  news: { id: "C0NEWS001", kind: "channel" },
};

goldenRepliesContract({
  name: "slack",
  surface,
  payloadOf({ reply, form }, shows) {
    if (shows === "home") return renderHome(reply, surface.workspace, undefined);
    if (shows === "reply") return renderReply(reply);
    if (!form) throw new Error("no form came with the reply");
    return renderForm(form, { team: surface.workspace, channel: surface.place.id });
  },
});
