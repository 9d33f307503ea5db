import { url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** AlertNow. */
export const alertNowNotificationType = defineNotificationType({
  type: "AlertNow",
  title: "AlertNow",
  since: "1.23",
  fields: {
    alertNowWebhookURL: url("Address of the integration.", { required: true, secret: true }),
  },
});
