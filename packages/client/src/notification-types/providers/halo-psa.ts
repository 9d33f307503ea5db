import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** HaloPSA. */
export const haloPsaNotificationType = defineNotificationType({
  type: "HaloPSA",
  title: "HaloPSA",
  since: "2.1",
  fields: {
    halowebhookurl: url("Address of the webhook.", { required: true, secret: true }),
    haloUsername: text("Name for basic authentication."),
    haloPassword: text("Password for basic authentication.", { secret: true }),
  },
});
