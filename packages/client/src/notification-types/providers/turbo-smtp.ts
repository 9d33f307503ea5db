import { choice, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** TurboSMTP. */
export const turboSmtpNotificationType = defineNotificationType({
  type: "TurboSMTP",
  title: "TurboSMTP",
  since: "2.5.1",
  fields: {
    turbosmtpConsumerKey: text("Consumer key.", { required: true, secret: true }),
    turbosmtpConsumerSecret: text("Consumer secret.", { required: true, secret: true }),
    turbosmtpRegion: choice(["us", "eu"], "Region of the account.", { required: true }),
    turbosmtpFromEmail: text("Address that the mails come from.", { required: true, example: "kuma@example.com" }),
    turbosmtpToEmail: text("Addresses that get the mails, separated by commas.", {
      required: true,
      example: "ops@example.com",
    }),
    turbosmtpCcEmail: text("Addresses that get a copy."),
    turbosmtpBccEmail: text("Addresses that get a hidden copy."),
    turbosmtpSubject: text("Subject of the mails."),
  },
});
