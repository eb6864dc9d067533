import { renderForm } from "../../../src/adapters/discord/form.ts";
import { renderReply } from "../../../src/adapters/discord/render.ts";
import { goldenRepliesContract } from "../../contracts/golden-replies.ts";

goldenRepliesContract({
  name: "discord",
  surface: {
    person: { platform: "discord", tenant: "discord", person: "100000000000000001" },
    workspace: "200000000000000001",
    place: { id: "300000000000000001", kind: "channel" },
    questions: { id: "300000000000000002", kind: "channel" },
    news: { id: "300000000000000003", kind: "channel" },
  },
  // Discord has no page of one's own: what stands there on Slack is a message here.
  payloadOf({ reply, form }, shows) {
    if (shows !== "form") return renderReply(reply);
    if (!form) throw new Error("no form came with the reply");
    return renderForm(form);
  },
});
