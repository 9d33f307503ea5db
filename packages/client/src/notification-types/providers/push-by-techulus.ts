import { choice, flag, text } from "../notification-field.ts";
import { defineNotificationType } from "../notification-type-definition.ts";

/** Push by Techulus. */
export const pushByTechulusNotificationType = defineNotificationType({
  type: "PushByTechulus",
  title: "Push by Techulus",
  since: "1.23",
  fields: {
    pushAPIKey: text("API key.", { required: true, secret: true }),
    pushTitle: text("Title of the messages.", { since: "2.0" }),
    pushSound: choice(
      [
        "default",
        "arcade",
        "correct",
        "fail",
        "harp",
        "reveal",
        "bubble",
        "doorbell",
        "flute",
        "money",
        "scifi",
        "clear",
        "elevator",
        "guitar",
        "pop",
      ],
      "Sound on the phone.",
      { since: "2.0" },
    ),
    pushChannel: text("Channel of the messages.", { since: "2.0" }),
    pushTimeSensitive: flag("Breaks through the focus modes of the phone.", { since: "2.0" }),
  },
});
