import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Brevo. */
export const brevoNotificationType = defineNotificationType({
  type: "Brevo",
  title: "Brevo",
  since: "2.0",
  fields: {
    brevoApiKey: text("API key.", { required: true, secret: true }),
    brevoFromEmail: text("Address that the mails come from.", { required: true, example: "kuma@example.com" }),
    brevoFromName: text("Name that the mails come from."),
    brevoToEmail: text("Addresses that get the mails, separated by commas.", {
      required: true,
      example: "ops@example.com",
    }),
    brevoCcEmail: text("Addresses that get a copy."),
    brevoBccEmail: text("Addresses that get a hidden copy."),
    brevoSubject: text("Subject of the mails."),
  },
});
