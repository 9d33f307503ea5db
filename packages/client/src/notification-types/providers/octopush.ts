import { choice, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Octopush. */
export const octopushNotificationType = defineNotificationType({
  type: "octopush",
  title: "Octopush",
  since: "1.23",
  fields: {
    octopushVersion: choice(["2", "1"], "Version of Octopush's API; 1 is Direct Mail's.", { example: "2" }),
    octopushLogin: text("Mail address of the account, for version 2.", { neededWith: ["octopushVersion", "2"] }),
    octopushAPIKey: text("API key, for version 2.", { secret: true, neededWith: ["octopushVersion", "2"] }),
    octopushSMSType: choice(["sms_premium", "sms_low_cost"], "Kind of the messages, for version 2."),
    octopushPhoneNumber: text("Number that gets the message, for version 2.", { neededWith: ["octopushVersion", "2"] }),
    octopushSenderName: text("Sender that is shown, for version 2."),
    octopushDMLogin: text("Login, for version 1.", { neededWith: ["octopushVersion", "1"] }),
    octopushDMAPIKey: text("API key, for version 1.", { secret: true, neededWith: ["octopushVersion", "1"] }),
    octopushDMPhoneNumber: text("Number that gets the message, for version 1.", {
      neededWith: ["octopushVersion", "1"],
    }),
    octopushDMSMSType: text("Kind of the messages, for version 1."),
    octopushDMSenderName: text("Sender that is shown, for version 1."),
  },
});
