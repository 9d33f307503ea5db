import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** WAHA. */
export const wahaNotificationType = defineNotificationType({
  type: "waha",
  title: "WAHA",
  since: "2.0",
  fields: {
    wahaApiUrl: url("Address of the API.", { required: true }),
    wahaSession: text("Name of the session.", { required: true, example: "default" }),
    wahaChatId: text("Number or group that gets the messages.", { required: true, example: "15550100" }),
    wahaApiKey: text("API key.", { secret: true }),
  },
});
