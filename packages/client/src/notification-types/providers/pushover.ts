import { number, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Pushover. */
export const pushoverNotificationType = defineNotificationType({
  type: "pushover",
  title: "Pushover",
  since: "1.23",
  fields: {
    pushoveruserkey: text("Key of the user or group.", { required: true, secret: true }),
    pushoverapptoken: text("Token of the application.", { required: true, secret: true }),
    pushoverdevice: text("Device that gets the messages; all when left out."),
    pushovertitle: text("Title of the messages."),
    pushoverpriority: number("Priority of the messages, -2 to 2."),
    pushoversounds: text("Sound of a DOWN."),
    pushoversounds_up: text("Sound of an UP.", { since: "2.0" }),
    pushoverttl: number("Seconds after which a message is deleted."),
  },
});
