import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Resend. */
export const resendNotificationType = defineNotificationType({
  type: "Resend",
  title: "Resend",
  since: "2.1",
  fields: {
    resendApiKey: text("API key.", { required: true, secret: true }),
    resendFromEmail: text("Address that the mails come from.", { required: true, example: "kuma@example.com" }),
    resendFromName: text("Name that the mails come from."),
    resendToEmail: text("Addresses that get the mails, separated by commas.", {
      required: true,
      example: "ops@example.com",
    }),
    resendSubject: text("Subject of the mails."),
  },
});
