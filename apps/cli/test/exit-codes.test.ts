import * as client from "@kumakit/client";
import { provisionErrorCatalogue, ProvisionError, type ProvisionErrorCode } from "@kumakit/provision";
import { expect, test } from "vitest";

import { CliError } from "../src/cli-error.ts";
import { EXIT, EXIT_CODE_TABLE, exitCodeOf, exitCodeOfClass } from "../src/exit-codes.ts";
import { describeFailure } from "../src/failure/describe-failure.ts";

test("every exit code is in the table once", () => {
  expect(EXIT_CODE_TABLE.map(({ code }) => code)).toEqual(Object.values(EXIT));
});

test("every error class of the client library has an exit code", () => {
  const classes = Object.keys(client).filter((name) => /^Kuma\w+Error$/.test(name));
  expect(classes.length).toBeGreaterThan(8);
  expect(classes.filter((name) => exitCodeOfClass(name) === undefined)).toEqual([]);
});

test("an error nobody decided about is a bug, and ends with 1", () => {
  expect(describeFailure(new TypeError("x is not a function"))).toMatchObject({
    code: "KUMA_BUG",
    exit: 1,
    isBug: true,
  });
  expect(describeFailure("a string")).toMatchObject({ code: "KUMA_BUG", message: "a string", exit: 1 });
});

test("a CliError carries its own exit code, and shows the message of its cause once", () => {
  const cause = new Error("EACCES");
  const error = new CliError({ code: "KUMA_PROFILE_EXISTS", message: "it failed", hint: null, exit: 6, cause });
  expect(describeFailure(error)).toEqual({
    code: "KUMA_PROFILE_EXISTS",
    message: "it failed",
    cause: "EACCES",
    hint: null,
    exit: 6,
    isBug: false,
  });
});

test("every code of the main job has an exit code, and what it passes on ends as the failure below", () => {
  for (const code of Object.keys(provisionErrorCatalogue) as ProvisionErrorCode[])
    expect({ code, exit: exitCodeOf(new ProvisionError({ code, message: "x" })) }).toEqual({
      code,
      exit: expect.any(Number),
    });
  const cause = new client.KumaConnectionError("KUMA_CONNECTION_LOST", "gone");
  const passedOn = new ProvisionError({ code: cause.code, message: cause.message, undone: true, cause });
  expect(describeFailure(passedOn)).toMatchObject({ exit: 5, undone: true, leftBehind: [], cause: null });
});
