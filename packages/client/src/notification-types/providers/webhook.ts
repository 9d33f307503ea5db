import { choice, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Webhook. */
export const webhookNotificationType = defineNotificationType({
  type: "webhook",
  title: "Webhook",
  since: "1.23",
  fields: {
    webhookURL: url("Address that is called.", { required: true, secret: true }),
    webhookContentType: choice(["json", "form-data", "custom"], "Shape of the body; JSON when it is left out.", {
      example: "json",
    }),
    webhookCustomBody: text("Liquid template of a custom body.", { neededWith: ["webhookContentType", "custom"] }),
    webhookAdditionalHeaders: text("Further headers: a text with a JSON object.", { secret: true }),
    httpMethod: choice(["post", "get"], "How it is called.", { since: "2.1" }),
  },
});
