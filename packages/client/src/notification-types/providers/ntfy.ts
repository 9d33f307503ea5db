import { choice, flag, number, text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** ntfy. */
export const ntfyNotificationType = defineNotificationType({
  type: "ntfy",
  title: "ntfy",
  since: "1.23",
  fields: {
    ntfyserverurl: url("Address of the server.", { required: true }),
    ntfytopic: text("Topic; everybody who knows it can read it.", { required: true, secret: true }),
    ntfyPriority: number("Priority, 1 to 5.", { example: "5" }),
    ntfyPriorityDown: number("Priority of a DOWN, 1 to 5.", { since: "2.0" }),
    ntfyAuthenticationMethod: choice(["none", "usernamePassword", "accessToken"], "How the server is logged in to."),
    ntfyusername: text("Name of the account.", { neededWith: ["ntfyAuthenticationMethod", "usernamePassword"] }),
    ntfypassword: text("Password of the account.", {
      secret: true,
      neededWith: ["ntfyAuthenticationMethod", "usernamePassword"],
    }),
    ntfyaccesstoken: text("Access token.", { secret: true, neededWith: ["ntfyAuthenticationMethod", "accessToken"] }),
    ntfyIcon: text("Address of a picture."),
    ntfyCall: text("Number that is called, or `yes` for the first verified one.", { since: "2.1" }),
    ntfyUseTemplate: flag("Uses the templates.", { since: "2.1" }),
    ntfyCustomTitle: text("Liquid template of the title.", { since: "2.1" }),
    ntfyCustomMessage: text("Liquid template of the message.", { since: "2.1" }),
  },
});
