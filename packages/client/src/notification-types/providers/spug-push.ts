import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** SpugPush. */
export const spugPushNotificationType = defineNotificationType({
  type: "SpugPush",
  title: "SpugPush",
  since: "2.0",
  fields: {
    templateKey: text("Key of the template.", { required: true, secret: true }),
  },
});
