import { flag, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Signal. */
export const signalNotificationType = defineNotificationType({
  type: "signal",
  title: "Signal",
  since: "1.23",
  fields: {
    signalURL: url("Address of the signal-cli-rest-api, with its path.", { required: true }),
    signalNumber: text("Number of the sender.", { required: true, example: "+15550101" }),
    signalRecipients: text("Numbers or groups that get the messages, separated by commas.", {
      required: true,
      example: "+15550100",
    }),
    signalUseTemplate: flag("Uses the template.", { since: "2.2" }),
    signalTemplate: text("Liquid template of the messages.", { since: "2.2", neededWith: ["signalUseTemplate", true] }),
  },
});
