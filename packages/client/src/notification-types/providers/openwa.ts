import { flag, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** OpenWA. */
export const openwaNotificationType = defineNotificationType({
  type: "openwa",
  title: "OpenWA",
  since: "2.5.1",
  fields: {
    openwaApiUrl: url("Address of the API.", { required: true }),
    openwaApiKey: text("API key.", { required: true, secret: true }),
    openwaSession: text("Name of the session.", { required: true, example: "default" }),
    openwaChatId: text("Chat that gets the messages.", { required: true, example: "15550100@c.us" }),
    openwaUseCustomMessage: flag("Uses the template."),
    openwaCustomMessage: text("Liquid template of the messages.", { neededWith: ["openwaUseCustomMessage", true] }),
  },
});
