import type { HostResult } from "@kumakit/provision/installed-agent";
import type { ZodType } from "zod";

import type { Zod } from "../contract/command-contract.ts";
import { failureSchema } from "../contract/shared-schemas.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { describeFailure } from "../failure/describe-failure.ts";
import { describeUndo } from "../failure/failure.ts";
import { failureData } from "../failure/report-failure.ts";

/** The output of a command that works on hosts, with `--json`: one result for each, in the order in which they were named. */
export const hostsSchema = <Result extends ZodType>(z: Zod, result: Result) =>
  z.strictObject({
    hosts: z.array(
      z.union([
        z.strictObject({ host: z.string(), ok: z.literal(true), result }),
        z.strictObject({ host: z.string(), ok: z.literal(false), ...failureSchema(z).shape }),
      ]),
    ),
  });

/** The results as `--json` prints them. */
export function hostsData<Outcome, Data>(results: readonly HostResult<Outcome>[], data: (outcome: Outcome) => Data) {
  return {
    hosts: results.map((result) => {
      const { host } = result;
      if (result.ok) return { host, ok: true as const, result: data(result.outcome) };
      return { host, ok: false as const, ...failureData(describeFailure(result.error)) };
    }),
  };
}

/** The results for people: those that went well; an empty text when there are none. */
export function describeHosts<Outcome>(
  results: readonly HostResult<Outcome>[],
  describe: (outcome: Outcome) => string,
): string {
  const parts = results.flatMap((result) => (result.ok ? [block(result.host, describe(result.outcome))] : []));
  return parts.join("\n");
}

/** The failures for people, one text each. */
export function describeFailedHosts(results: readonly HostResult<unknown>[]): readonly string[] {
  return results.flatMap((result) => {
    if (result.ok) return [];
    const failure = describeFailure(result.error);
    const { message, cause, hint } = failure;
    const lines = [message, ...describeUndo(failure)];
    if (cause !== null) lines.push(`Cause: ${cause}`);
    if (hint !== null) lines.push(`Hint: ${hint}`);
    return [block(result.host, lines.join("\n"))];
  });
}

/**
 * How a command ends that worked on several hosts: well, partly done, or as all of them failed.
 *
 * @param well - for when none has failed
 */
export function exitCodeOfHosts(results: readonly HostResult<unknown>[], well: ExitCode = EXIT.ok): ExitCode {
  const exits = results.flatMap((result) => (result.ok ? [] : [describeFailure(result.error).exit]));
  if (exits.length === 0) return well;
  if (exits.length < results.length) return EXIT.partly;
  const [first = EXIT.failure] = exits;
  return exits.every((exit) => exit === first) ? first : EXIT.failure;
}

function block(host: string, text: string): string {
  const [first = "", ...rest] = text.split("\n");
  return [`${host}: ${first}`, ...rest.map((line) => `  ${line}`)].join("\n");
}
