import { printCloudInit, printScript } from "@kumakit/installer";
import type { PrintedPlan } from "@kumakit/provision";
import { explainFileFailure, printableLines } from "@kumakit/text";
import type { z } from "zod";
import writeFileAtomic from "write-file-atomic";

import { CliError, usageError } from "../cli-error.ts";
import type { Zod } from "../contract/command-contract.ts";
import { EXIT } from "../exit-codes.ts";
import { formatJson } from "../output/write.ts";
import { printedPlanSchema } from "./plan-schema.ts";

/** The output of `--print`: the plan itself, a text with `--json`, or the name of the file that holds it. */
export const printedSchema = (z: Zod) =>
  z.union([
    printedPlanSchema(z),
    z.strictObject({ print: z.enum(["script", "cloud-init"]), text: z.string() }),
    z.strictObject({ print: z.enum(["script", "cloud-init", "json"]), outputFile: z.string() }),
  ]);

/** The forms, without the data. */
export type PrintForm = "script" | "cloud-init" | "json";

/** The text of a plan in one of its forms. */
export function printedText(form: PrintForm, printed: PrintedPlan): string {
  if (form === "json") return `${formatJson(printedData(printed))}\n`;
  const { plan, ...rest } = printed;
  const input = { ...rest, plan: plan.host, server: plan.server };
  return form === "script" ? printScript(input) : printCloudInit(input);
}

/** The plan as `--print json` has it. */
export function printedData({
  facts,
  plan,
  named,
  secrets,
}: PrintedPlan): z.input<ReturnType<typeof printedPlanSchema>> {
  const { host, monitors, server } = plan;
  const onServer = monitors.flatMap(({ name, plan: { actions } }) =>
    actions.map((action) => ({ on: "server" as const, monitor: name, action: structuredClone(action) })),
  );
  const onHost = host.steps.map((step) => ({ on: "host" as const, step: structuredClone(step) }));
  return {
    version: 1,
    host: facts.hostname,
    scope: facts.scope,
    account: facts.account.user,
    server,
    steps: [...onServer, ...onHost] as z.input<ReturnType<typeof printedPlanSchema>>["steps"],
    secrets: named.map((secret) => ({ ...secret, ...textOf(secrets?.get(secret.ref)) })),
    warnings: [...host.warnings],
  };
}

function textOf(text: string | undefined): { text?: string } {
  return text === undefined ? {} : { text };
}

/** Writes it where only the person can read it. @throws CliError (exit 1) */
export async function writePrinted(file: string, text: string): Promise<void> {
  try {
    // Else the owner of a file that is there would own the new one.
    const chown = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    await writeFileAtomic(file, text, { mode: 0o600, chown });
  } catch (error) {
    throw new CliError({
      code: "KUMA_FAILURE",
      message: `${file} cannot be written: ${explainFileFailure(error)}`,
      hint: "name another file with --output-file",
      exit: EXIT.failure,
    });
  }
}

/** Makes sure that a text reaches the other end as it is. @throws CliError (exit 2) */
export function requireShowable(text: string): string {
  if (printableLines(text) === text) return text;
  throw usageError("The plan holds signs that are kept from a terminal", "print it into a file with --output-file");
}
