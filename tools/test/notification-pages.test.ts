import type { NotificationTypeDescription } from "@kumakit/client";
import { expect, test } from "vitest";
import { notificationFieldsSource } from "../src/notification-fields-source.ts";
import { notificationTypesPage } from "../src/notification-types-page.ts";

const rocket: NotificationTypeDescription = {
  type: "rocket.post",
  title: "Rocket (Post)",
  since: "1.23",
  removed: "2.1",
  needsOneOf: ["crew", "engines"],
  example: { name: "Rocket (Post)", type: "rocket.post", crew: "x" },
  fields: [
    {
      name: "crew",
      kind: "text",
      description: "Who flies, from @Base.",
      isRequired: true,
      isSecret: true,
      choices: [],
      since: "1.23",
      neededWith: null,
    },
    {
      name: "engines",
      kind: "choice",
      description: "Which engines.",
      isRequired: false,
      isSecret: false,
      choices: ["a", "b"],
      since: "2.0",
      neededWith: ["crew", "x"],
    },
  ],
};

test("the interface of the fields", () => {
  expect(notificationFieldsSource([rocket]).split("\n").slice(3, -4).join("\n")).toMatchInlineSnapshot(`
    "/** The fields of each provider of notifications, under the names that Uptime Kuma gives them. */
    export interface NotificationFields {
      /** Rocket (Post); Uptime Kuma 1.23 and later, until 2.1 took it away. */
      readonly "rocket.post": {
        /** Who flies, from \\@Base. */
        readonly crew: string;
        /** Which engines. Since 2.0. */
        readonly engines?: "a" | "b" | undefined;
      };
    }"
  `);
});

test("the reference page", () => {
  expect(notificationTypesPage([rocket]).split("\n").slice(10).join("\n")).toMatchInlineSnapshot(`
    "| Provider | \`type\` | since |
    | --- | --- | --- |
    | [Rocket (Post)](#rocket-post) | \`rocket.post\` | 1.23, gone in 2.1 |

    ## Rocket (Post)

    | Setting | Kind | What it is |
    | --- | --- | --- |
    | \`crew\` | text | Who flies, from @Base. *required; secret* |
    | \`engines\` | \`"a"\`, \`"b"\` | Which engines. *required when \`crew\` is \`"x"\`; since 2.0* |

    At least one of \`crew\`, \`engines\` must be given.

    \`\`\`json
    {
      "name": "Rocket (Post)",
      "type": "rocket.post",
      "crew": "x"
    }
    \`\`\`
    "
  `);
});
