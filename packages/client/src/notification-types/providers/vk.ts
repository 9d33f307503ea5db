import { flag, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** VK. */
export const vkNotificationType = defineNotificationType({
  type: "VK",
  title: "VK",
  since: "2.3",
  fields: {
    vkAccessToken: text("Access token of the community.", { required: true, secret: true }),
    vkPeerId: text("Conversation that gets the messages.", { required: true, example: "2000000001" }),
    vkApiVersion: text("Version of VK's API."),
    vkDontParseLinks: flag("Makes no previews of links."),
  },
});
