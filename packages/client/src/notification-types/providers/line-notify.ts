import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** LINE Notify. */
export const lineNotifyNotificationType = defineNotificationType({
  type: "LineNotify",
  title: "LINE Notify",
  since: "1.23",
  removed: "2.1",
  fields: {
    lineNotifyAccessToken: text("Access token.", { required: true, secret: true }),
  },
});
