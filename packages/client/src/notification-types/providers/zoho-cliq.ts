import { url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Zoho Cliq. */
export const zohoCliqNotificationType = defineNotificationType({
  type: "ZohoCliq",
  title: "Zoho Cliq",
  since: "1.23",
  fields: {
    webhookUrl: url("Address of the channel's webhook, with its token.", { required: true, secret: true }),
  },
});
