import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Pushbullet. */
export const pushbulletNotificationType = defineNotificationType({
  type: "pushbullet",
  title: "Pushbullet",
  since: "1.23",
  fields: {
    pushbulletAccessToken: text("Access token.", { required: true, secret: true }),
  },
});
