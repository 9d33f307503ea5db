import { flag, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** AliyunSMS. */
export const aliyunSmsNotificationType = defineNotificationType({
  type: "AliyunSMS",
  title: "AliyunSMS",
  since: "1.23",
  fields: {
    accessKeyId: text("Id of the access key.", { required: true, secret: true }),
    secretAccessKey: text("Secret of the access key.", { required: true, secret: true }),
    phonenumber: text("Number that gets the message.", { required: true, secret: true }),
    signName: text("Signature of the messages.", { required: true }),
    templateCode: text("Code of the message template.", { required: true, example: "SMS_12345" }),
    optionalParameters: flag("Sends the optional parameters of the template too.", { since: "2.1" }),
  },
});
