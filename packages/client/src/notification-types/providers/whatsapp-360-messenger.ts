import { flag, list, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** WhatsApp (360messenger). */
export const whatsapp360MessengerNotificationType = defineNotificationType({
  type: "Whatsapp360messenger",
  title: "WhatsApp (360messenger)",
  since: "2.2",
  fields: {
    Whatsapp360messengerAuthToken: text("Token.", { required: true, secret: true }),
    Whatsapp360messengerRecipient: text("Number that gets the messages.", { example: "15550100" }),
    Whatsapp360messengerGroupIds: list("Groups that get the messages."),
    Whatsapp360messengerGroupId: text("One group that gets the messages."),
    Whatsapp360messengerUseTemplate: flag("Uses the template."),
    Whatsapp360messengerTemplate: text("Liquid template of the messages.", {
      neededWith: ["Whatsapp360messengerUseTemplate", true],
    }),
  },
  needsOneOf: ["Whatsapp360messengerRecipient", "Whatsapp360messengerGroupIds", "Whatsapp360messengerGroupId"],
});
