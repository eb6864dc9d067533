import { UserError } from "../errors.ts";
import { escapeMarkdown } from "../markdown.ts";
import type { Command } from "../registry.ts";
import { inPlace, privately } from "../reply.ts";
import { sayClock } from "../schedule/say-schedule.ts";
import { readTimeZone } from "../schedule/time-zones.ts";
import { timeZoneChoice, timeZoneOf } from "../time-zone-choice.ts";

/** Sets the time zone in which the person's reminders are reckoned. */
export const timeZone: Command = {
  name: "time-zone",
  options: [{ name: "zone", required: false, rest: true }],
  audience: "everyone",
  listed: true,
  async run(call, context) {
    const { say, store, clock } = context;
    const typed = call.verb === "set" ? call.subject : call.options["zone"];
    if (typed === undefined) {
      const current = timeZoneOf(call, context);
      const text = current === undefined ? say("time-zone.unknown") : say("time-zone.current", { zone: escapeMarkdown(current) });
      const choice = timeZoneChoice((zone) => ({ command: "time-zone", verb: "set", subject: zone }), context);
      return privately({ type: "text", text }, ...choice);
    }
    const zone = readTimeZone(typed);
    if (zone === undefined) throw new UserError("time-zone.no-such");
    await store.savePreferences(call.request.identity, { timeZone: zone }, clock());
    return inPlace({ type: "text", text: say("time-zone.set", { zone: escapeMarkdown(zone), time: sayClock(clock(), zone) }) });
  },
};
