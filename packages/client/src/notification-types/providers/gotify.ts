import { number, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Gotify. */
export const gotifyNotificationType = defineNotificationType({
  type: "gotify",
  title: "Gotify",
  since: "1.23",
  fields: {
    gotifyserverurl: url("Address of the server.", { required: true }),
    gotifyapplicationToken: text("Token of the application.", { required: true, secret: true }),
    gotifyPriority: number("Priority of the messages, 0 to 10.", { example: "8" }),
  },
});
