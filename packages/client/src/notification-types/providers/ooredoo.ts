import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Ooredoo. */
export const ooredooNotificationType = defineNotificationType({
  type: "Ooredoo",
  title: "Ooredoo",
  since: "2.5",
  fields: {
    ooredooServerUrl: url("Address of the API."),
    ooredooUsername: text("Name of the account.", { required: true }),
    ooredooAccessKey: text("Access key.", { required: true, secret: true }),
    ooredooBearerToken: text("Bearer token.", { required: true, secret: true }),
    ooredooToNumber: text("Number that gets the message.", { required: true, example: "9607000000" }),
  },
});
