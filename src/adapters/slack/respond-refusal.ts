/** Slack does not take a message this way, so that another one may be tried. */
export class RespondRefusal extends Error {
  override name = "RespondRefusal";
}
