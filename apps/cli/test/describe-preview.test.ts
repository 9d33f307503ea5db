import { expect, test } from "vitest";

import { describePreview } from "../src/agents/describe-preview.ts";

const plan = {
  server: ['web1/nginx: create the push monitor "web1/nginx", interval 600 s, alerting "ops-chat"'],
  host: [
    "file     /etc/kuma-agent/agent.json  0640 root:kuma-agent  812 bytes",
    "    now: 0640 root:kuma-agent, 790 bytes",
    "    @@ -1,3 +1,3 @@",
    '    -  "interval": 60, which is a line of a file that is longer than the terminal',
    '    +  "interval": \u001b[2J120,',
  ],
};

test("a preview is the plain lines where there is no terminal", () => {
  expect(describePreview("http://kuma.example", plan)).toBe(
    [
      "On http://kuma.example:",
      `  ${plan.server[0] ?? ""}`,
      "On this host:",
      ...plan.host.map((line) => `  ${line.replace("\u001b", String.raw`\u001b`)}`),
    ].join("\n"),
  );
});

test("a narrow terminal gets folded sentences, and whole lines of files", () => {
  expect(describePreview("http://kuma.example", plan, { width: 40 })).toBe(
    [
      "On http://kuma.example:",
      "  web1/nginx: create the push",
      '      monitor "web1/nginx", interval 600',
      '      s, alerting "ops-chat"',
      "On this host:",
      "  file /etc/kuma-agent/agent.json",
      "      0640 root:kuma-agent 812 bytes",
      "      now: 0640 root:kuma-agent, 790",
      "          bytes",
      "      @@ -1,3 +1,3 @@",
      '      -  "interval": 60, which is a line of a file that is longer than the terminal',
      String.raw`      +  "interval": \u001b[2J120,`,
    ].join("\n"),
  );
});

test("nothing to do is said", () => {
  expect(describePreview(null, { server: [], host: [] })).toBe("Nothing to do.");
});
