import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";

import { onlyReads } from "../api/reading-events.ts";
import type { Zod } from "../contract/command-contract.ts";
import { dryRunSchema } from "../contract/shared-schemas.ts";
import { EXIT } from "../exit-codes.ts";
import { dryRunFlag, yesFlag } from "../flags/command-flags.ts";
import { KumaCommand } from "../kuma-command.ts";
import { formatJson } from "../output/write.ts";
import { askConfirmation } from "../prompts/ask.ts";
import { requireTerminal } from "../prompts/require-terminal.ts";

/** `kuma api EVENT`. */
export default class Api extends KumaCommand<typeof Api> {
  static override summary = "Send an event to Uptime Kuma as it is, and print the answer.";
  static override description =
    "For what no command does. The events are those of the web page, differ between versions, and want every argument that they have, null for none; the server never answers others. Nothing is checked beforehand. Passwords, tokens and keys in the answer are masked. Asks before an event that is not known to only read.";
  static override args = { event: Args.string({ description: "The event, such as getTags.", required: true }) };
  static override flags = {
    arg: Flags.string({
      summary: "The next argument, a text; may be repeated.",
      helpValue: "TEXT",
      multiple: true,
      multipleNonGreedy: true,
    }),
    "arg-json": Flags.string({
      summary: "The next argument, JSON; @FILE reads it from a file, - from stdin. May be repeated.",
      helpValue: "JSON",
      multiple: true,
      multipleNonGreedy: true,
    }),
    receive: Flags.string({
      summary: "Print what the server sends as this event instead of its answer, such as monitorList.",
      helpValue: "EVENT",
    }),
    "with-secrets": Flags.boolean({ default: false, summary: "Print passwords, tokens and keys as well." }),
    yes: yesFlag,
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> getTags",
    {
      description: "A list that the server sends as another event",
      command: "<%= config.bin %> <%= command.id %> getMonitorList --receive monitorList",
    },
    {
      description: "Texts and other values",
      command: "<%= config.bin %> <%= command.id %> getMonitorBeats --arg-json 3 --arg-json 24",
    },
    {
      description: "A change, with an object from a file",
      command: "<%= config.bin %> <%= command.id %> editTag --arg-json @tag.json --yes",
    },
  ];
  static output = (z: Zod) =>
    z.union([
      z.json().describe("The server's answer, or the payload of --receive; secrets are masked."),
      dryRunSchema(z, { event: z.string(), arguments: z.array(z.json()) }),
    ]);
  static readOnly = false;
  static changesWith = (_flags: object, { event }: Readonly<Record<string, unknown>>): boolean =>
    !onlyReads(String(event));
  static destructive = true;
  static idempotent = false;
  static withoutTool = "It can do anything.";

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Api);
    const { event } = args;
    const { readArguments } = await import("../api/read-arguments.ts");
    const question = this.question("A confirmation", "--yes");
    const isAsked = !onlyReads(event) && !flags.yes && !flags["dry-run"];
    if (isAsked) requireTerminal(question);
    const given = await readArguments(raw);
    const { answerMasker, maskedArguments } = await import("../api/mask-answer.ts");
    if (flags["dry-run"]) {
      const shown = await maskedArguments(event, given);
      const step = `send ${event} with ${shown.length === 0 ? "no arguments" : shown.map((arg) => JSON.stringify(arg)).join(", ")}`;
      return this.printPlan([step], { event, arguments: shown });
    }
    const server = await this.serverInUse();
    if (isAsked && !(await askConfirmation(question, `Send ${event} to ${server ?? "the server"}?`)))
      this.exit(EXIT.interrupted);
    const client = await this.connect({ untilInterrupted: true });
    const { receive } = flags;
    const answer = await client.call(event, given, { receive, signal: this.signal });
    const { token } = client.session;
    const masked = flags["with-secrets"] ? unmasked : await answerMasker(token === undefined ? [] : [token]);
    const data = masked(answer);
    this.printResult(data, () => formatJson(data));
  }
}

/** An answer as JSON has it; some events are answered with nothing. */
function unmasked(answer: unknown) {
  return JSON.parse(JSON.stringify(answer ?? null)) as null;
}
