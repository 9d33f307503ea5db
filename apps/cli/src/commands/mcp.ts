import { join } from "node:path";
import * as Flags from "@oclif/core/flags";

import { usageError } from "../cli-error.ts";
import { globalFlagsWithoutData } from "../flags/global-flags.ts";
import { KumaCommand } from "../kuma-command.ts";
import type { ToolCommand } from "../mcp/tools.ts";

/** `kuma mcp`. */
export default class Mcp extends KumaCommand<typeof Mcp> {
  static override summary = "Serve the commands of kuma as tools to an AI program, by the Model Context Protocol.";
  static override description =
    "The program starts it and speaks with it on stdin and stdout. It only reads, unless --allow-changes is given: then a tool that changes something returns its plan with a token, and a second call with the token carries out that plan. docs/ai-agents.md shows how programs are set up.";
  // Its output is the protocol.
  static override baseFlags = globalFlagsWithoutData;
  static override flags = {
    "allow-changes": Flags.boolean({
      default: false,
      summary: "Serve the commands that change something as well; each shows its plan first.",
    }),
    topic: Flags.string({
      summary: "Serve only this topic or command, such as monitor or status; may be repeated.",
      helpValue: "TOPIC",
      multiple: true,
      multipleNonGreedy: true,
    }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    {
      description: "One server, and changes as well",
      command: "<%= config.bin %> <%= command.id %> --profile home --allow-changes",
    },
    {
      description: "Few tools, which leave a program more room for its work",
      command: "<%= config.bin %> <%= command.id %> --topic status --topic monitor",
    },
  ];
  static output = null;
  // Each call is another command, with its own plan and consent.
  static readOnly = true;
  static destructive = false;
  static idempotent = true;
  static withoutTool = "It serves the tools.";

  async run(): Promise<void> {
    const { flags } = await this.parse(Mcp);
    const { asData, quiet, server, profile, timeout } = this.globals;
    if (asData || quiet) throw usageError("kuma mcp prints nothing but the protocol", "kuma mcp");
    if (process.stdin.isTTY)
      throw usageError("An AI program starts kuma mcp and speaks with it on stdin, which is a terminal here", null);
    const commands = this.config.commands as unknown as readonly ToolCommand[];
    const { ofTopics } = await import("../mcp/tools.ts");
    const { serve } = await import("../mcp/serve.ts");
    await serve({
      commands: ofTopics(commands, flags.topic ?? []),
      version: this.config.version,
      program: join(this.config.root, "bin", "kuma.js"),
      always: [
        ...(server === undefined ? [] : [`--server=${server}`]),
        ...(profile === undefined ? [] : [`--profile=${profile}`]),
        ...(timeout === undefined ? [] : [`--timeout=${timeout}ms`]),
      ],
      allowChanges: flags["allow-changes"],
      warn: (message) => void this.warn(message),
      signal: this.signal,
    });
  }
}
