import * as Flags from "@oclif/core/flags";
import { findAgent, type FoundAgent } from "@kumakit/provision/agent-status";

import { CliError } from "../cli-error.ts";
import { EXIT } from "../exit-codes.ts";

/** `--user` of commands that look at an agent. */
export const ofUserFlag = Flags.boolean({ summary: "The agent that was installed with --user." });

/** The agent of a host, or that of the account with `ofUser`. @throws CliError (exit 3) when there is no agent */
export async function installedAgent({
  ofUser,
  ...search
}: Pick<Parameters<typeof findAgent>[0] & object, "host" | "signal"> & {
  readonly ofUser: boolean;
}): Promise<FoundAgent> {
  const found = await findAgent({ ...search, scope: ofUser ? "user" : undefined });
  if (found !== undefined) return found;
  throw new CliError({
    code: "KUMA_AGENT_NOT_INSTALLED",
    message: `No agent is installed ${ofUser ? "for you" : "here"}`,
    hint: `kuma agent install UNIT${ofUser ? " --user" : ""}`,
    exit: EXIT.notFound,
  });
}
