import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Home Assistant. */
export const homeAssistantNotificationType = defineNotificationType({
  type: "HomeAssistant",
  title: "Home Assistant",
  since: "1.23",
  fields: {
    homeAssistantUrl: url("Address of Home Assistant.", { required: true }),
    longLivedAccessToken: text("Long-lived access token.", { required: true, secret: true }),
    notificationService: text("Service that is called; all devices when left out."),
  },
});
