import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** WxPusher. */
export const wxPusherNotificationType = defineNotificationType({
  type: "WxPusher",
  title: "WxPusher",
  since: "2.5",
  fields: {
    wxpusherSPT: text("Simple push token.", { required: true, secret: true }),
  },
});
