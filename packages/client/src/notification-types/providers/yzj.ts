import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** YZJ. */
export const yzjNotificationType = defineNotificationType({
  type: "YZJ",
  title: "YZJ",
  since: "2.0",
  fields: {
    yzjWebHookUrl: url("Address of the bot.", { required: true }),
    yzjToken: text("Token of the bot.", { required: true, secret: true }),
  },
});
