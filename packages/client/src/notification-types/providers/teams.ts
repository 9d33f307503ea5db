import { flag, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Microsoft Teams. */
export const teamsNotificationType = defineNotificationType({
  type: "teams",
  title: "Microsoft Teams",
  since: "1.23",
  fields: {
    webhookUrl: url("Address of the workflow's webhook; servers before 2.0 send the older connector format.", {
      required: true,
      secret: true,
    }),
    teamsEnableTags: flag("Shows the monitor's tags.", { since: "2.2" }),
  },
});
