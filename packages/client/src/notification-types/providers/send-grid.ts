import { text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** SendGrid. */
export const sendGridNotificationType = defineNotificationType({
  type: "SendGrid",
  title: "SendGrid",
  since: "2.0",
  fields: {
    sendgridApiKey: text("API key.", { required: true, secret: true }),
    sendgridFromEmail: text("Address that the mails come from.", { required: true, example: "kuma@example.com" }),
    sendgridToEmail: text("Addresses that get the mails, separated by commas.", {
      required: true,
      example: "ops@example.com",
    }),
    sendgridCcEmail: text("Addresses that get a copy."),
    sendgridBccEmail: text("Addresses that get a hidden copy."),
    sendgridSubject: text("Subject of the mails."),
  },
});
