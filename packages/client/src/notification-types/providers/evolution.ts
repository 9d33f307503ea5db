import { flag, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Evolution API. */
export const evolutionNotificationType = defineNotificationType({
  type: "evolution",
  title: "Evolution API",
  since: "2.0",
  fields: {
    evolutionApiUrl: url("Address of the API."),
    evolutionInstanceName: text("Name of the instance.", { required: true }),
    evolutionAuthToken: text("API key of the instance.", { required: true, secret: true }),
    evolutionRecipient: text("Number or group that gets the messages.", { required: true, example: "15550100" }),
    evolutionUseCustomMessage: flag("Uses the template.", { since: "2.3" }),
    evolutionCustomMessage: text("Liquid template of the messages.", {
      since: "2.3",
      neededWith: ["evolutionUseCustomMessage", true],
    }),
  },
});
