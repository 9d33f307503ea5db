import { provisionErrorCatalogue, ProvisionError, type ProvisionErrorCode } from "@kumakit/provision";
import { expect, test } from "vitest";

import { warningText } from "../src/agents/event-text.ts";
import { describeFailure } from "../src/failure/describe-failure.ts";

test("the library's hints name no flag and no command: this program puts them in", () => {
  const hints = Object.values(provisionErrorCatalogue).flatMap(({ hint }) => (hint === null ? [] : [hint]));
  expect(hints.filter((hint) => /--|\bkuma /.test(hint))).toEqual([]);
});

test.each<[ProvisionErrorCode, { subject?: "monitor" | "notification"; suggestion?: string }, string]>([
  ["KUMA_NOT_FOUND", { subject: "notification" }, "kuma notification list"],
  ["KUMA_AMBIGUOUS_NAME", { subject: "monitor", suggestion: "id:3" }, "say which one: id:3"],
  ["KUMA_NOBODY_ALERTED", { suggestion: "ops" }, '--notify "ops", or --no-notify when nobody is to be alerted'],
  ["KUMA_MONITOR_EXISTS", {}, "--if-exists keep, or --if-exists update"],
  [
    "KUMA_MONITOR_EXISTS",
    { suggestion: "{host} {unit} 2" },
    '--adopt to use it, or --name "{host} {unit} 2" for another one',
  ],
  ["KUMA_INTERVAL_TOO_SHORT", { suggestion: "60" }, "--interval 60"],
  ["KUMA_NOT_A_PUSH_MONITOR", {}, "Choose another name."],
])("%s %j is answered with a flag or a command where there is one", (code, fields, hint) => {
  expect(describeFailure(new ProvisionError({ code, message: "x", ...fields })).hint).toBe(hint);
});

test("a warning of a former monitor says how to delete it", () => {
  const warning = {
    kind: "warning",
    host: "h",
    code: "former-monitor",
    message: "It was left.",
    monitor: null,
  } as const;
  expect(warningText(warning)).toBe("It was left.");
  expect(warningText({ ...warning, monitor: { name: "a", id: 7 } })).toBe(
    "It was left. To delete it: kuma monitor delete id:7",
  );
});
