import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Pinglet. */
export const pingletNotificationType = defineNotificationType({
  type: "pinglet",
  title: "Pinglet",
  since: "2.5.1",
  fields: {
    pingletPublishUrl: url("Address that messages are published to.", { required: true }),
    pingletApiKey: text("API key.", { required: true, secret: true }),
  },
});
