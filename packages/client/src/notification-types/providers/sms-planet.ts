import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** SMSPlanet. */
export const smsPlanetNotificationType = defineNotificationType({
  type: "SMSPlanet",
  title: "SMSPlanet",
  since: "2.0",
  fields: {
    smsplanetApiToken: text("API token.", { required: true, secret: true }),
    smsplanetPhoneNumbers: text("Numbers that get the message, separated by commas.", {
      required: true,
      example: "+48555010000",
    }),
    smsplanetSenderName: text("Sender that is shown."),
  },
});
