import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Whapi. */
export const whapiNotificationType = defineNotificationType({
  type: "whapi",
  title: "Whapi",
  since: "2.0",
  fields: {
    whapiApiUrl: url("Address of the API."),
    whapiAuthToken: text("Token.", { required: true, secret: true }),
    whapiRecipient: text("Number or group that gets the messages.", { required: true, example: "15550100" }),
  },
});
