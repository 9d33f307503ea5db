import { expect, test } from "vitest";
import { commandPage } from "../src/command-page.ts";

test("a command's page has its usage, arguments, flags and examples", () => {
  const page = commandPage({
    id: "monitor:create",
    summary: "Create a Push monitor",
    description: "",
    strict: true,
    args: { name: { name: "name", description: "Name of the monitor", required: true } },
    flags: {
      notify: { name: "notify", type: "option", summary: "Whom to alert | and when", helpValue: "<name>" },
      json: { name: "json", type: "boolean", description: "Print JSON" },
      secret: { name: "secret", type: "boolean", hidden: true },
      mode: { name: "mode", char: "m", type: "option", options: ["keep", "error"], default: "keep" },
    },
    examples: [
      "<%= config.bin %> <%= command.id %> backup",
      { command: "kuma monitor create x", description: "Another" },
    ],
    readOnly: false,
    destructive: true,
    idempotent: true,
    withoutDryRun: "Nobody asked for it.",
  });
  expect(page).toBe(`# kuma monitor create

Create a Push monitor

\`\`\`
kuma monitor create NAME [flags]
\`\`\`

| Argument | |
|---|---|
| \`NAME\` | Name of the monitor |

| Flag | |
|---|---|
| \`--json\` | Print JSON |
| \`-m, --mode MODE\` |  One of: \`keep\`, \`error\`. Default: \`keep\`. |
| \`--notify name\` | Whom to alert \\| and when |

Examples:

\`\`\`sh
kuma monitor create backup

# Another
kuma monitor create x
\`\`\`

For programs: It can take away data or protection, so it asks first; \`--yes\` answers. A second run with the same words changes nothing more. It has no \`--dry-run\`: nobody asked for it. \`--json\` prints [this schema](../json/monitor-create.schema.json).
`);
});
