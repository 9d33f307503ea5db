import { text, url } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** SMS Gateway. */
export const smsGatewayNotificationType = defineNotificationType({
  type: "SMSGateway",
  title: "SMS Gateway",
  since: "2.5.1",
  fields: {
    smsgatewayUrl: url("Address of the gateway.", { required: true }),
    smsgatewayApiKey: text("API key.", { required: true, secret: true }),
    smsgatewayTo: text("Number that gets the message.", { required: true, example: "+15550100" }),
  },
});
