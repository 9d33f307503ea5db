import { choice, flag, number, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** SMSEagle. */
export const smsEagleNotificationType = defineNotificationType({
  type: "SMSEagle",
  title: "SMSEagle",
  since: "1.23",
  fields: {
    smseagleUrl: url("Address of the device.", { required: true }),
    smseagleToken: text("Access token of the device's API.", { required: true, secret: true }),
    smseagleApiType: choice(["smseagle-apiv1", "smseagle-apiv2"], "Version of the device's API.", { since: "2.0" }),
    smseagleMsgType: choice(
      ["smseagle-sms", "smseagle-ring", "smseagle-tts", "smseagle-tts-advanced"],
      "Kind of the message.",
      { since: "2.0" },
    ),
    smseagleRecipientType: choice(
      ["smseagle-to", "smseagle-group", "smseagle-contact"],
      "Kind of the recipient, for version 1.",
    ),
    smseagleRecipient: text("Recipient, for version 1.", { neededWith: ["smseagleApiType", "smseagle-apiv1"] }),
    smseagleRecipientTo: text("Numbers that get the message, for version 2.", { since: "2.0" }),
    smseagleRecipientGroup: text("Groups that get the message, for version 2.", { since: "2.0" }),
    smseagleRecipientContact: text("Contacts that get the message, for version 2.", { since: "2.0" }),
    smseaglePriority: number("Priority of the messages, 0 to 9."),
    smseagleEncoding: flag("Sends Unicode."),
    smseagleDuration: number("Seconds that the phone rings.", { since: "2.0" }),
    smseagleTtsModel: number("Voice that reads the message.", {
      since: "2.0",
      neededWith: ["smseagleMsgType", "smseagle-tts-advanced"],
    }),
  },
  needsOneOf: ["smseagleRecipient", "smseagleRecipientTo", "smseagleRecipientGroup", "smseagleRecipientContact"],
});
