import { flag, number, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Email (SMTP). */
export const smtpNotificationType = defineNotificationType({
  type: "smtp",
  title: "Email (SMTP)",
  since: "1.23",
  fields: {
    smtpHost: text("Mail server.", { required: true, example: "127.0.0.1" }),
    smtpPort: number("Port of the mail server.", { required: true, example: "25" }),
    smtpSecure: flag("TLS from the first byte, as on port 465."),
    smtpIgnoreTLSError: flag("Takes any certificate."),
    smtpIgnoreSTARTTLS: flag("Never turns TLS on in between.", { since: "2.1" }),
    smtpUsername: text("Name of the account."),
    smtpPassword: text("Password of the account.", { secret: true }),
    smtpFrom: text("Address that the mails come from.", { required: true, example: "kuma@example.com" }),
    smtpTo: text("Addresses that get the mails, separated by commas.", { example: "ops@example.com" }),
    smtpCC: text("Addresses that get a copy."),
    smtpBCC: text("Addresses that get a hidden copy."),
    customSubject: text("Template of the subject."),
    customBody: text("Liquid template of the text.", { since: "2.0" }),
    htmlBody: flag("The text is HTML.", { since: "2.0" }),
    smtpAdditionalHeaders: text("Further headers: a text with a JSON object.", { secret: true, since: "2.5" }),
    smtpDkimDomain: text("Domain of the DKIM signature."),
    smtpDkimKeySelector: text("Selector of the DKIM key."),
    smtpDkimPrivateKey: text("Private DKIM key.", { secret: true }),
    smtpDkimHashAlgo: text("Hash of the DKIM signature."),
    smtpDkimheaderFieldNames: text("Headers that are signed."),
    smtpDkimskipFields: text("Headers that are not signed."),
  },
  needsOneOf: ["smtpTo", "smtpCC", "smtpBCC"],
});
