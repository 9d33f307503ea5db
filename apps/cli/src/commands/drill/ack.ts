import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import type { KnownDrills } from "@kumakit/provision";
import { closest } from "@kumakit/text";
import { hostname, userInfo } from "node:os";

import { usageError } from "../../cli-error.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunSchema, namedSchema } from "../../contract/shared-schemas.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { KumaCommand } from "../../kuma-command.ts";
import { askConfirmation } from "../../prompts/ask.ts";
import { isAnybodyThere } from "../../prompts/require-terminal.ts";

type Channel = KnownDrills["channels"][number];

/** `kuma drill ack CODE`. */
export default class DrillAck extends KumaCommand<typeof DrillAck> {
  static override summary = "Say that you have seen the alert of a drill, by the code that stands in it.";
  static override description =
    "Works on any machine with a login. The monitor of the drill is UP from then on, and each channel that has shown the code is noted as proven: kuma status and kuma doctor say when. Where several channels were drilled, it asks for each, unless --in names them. Typing a code twice does no harm; that of an earlier drill is refused.";
  static override args = { code: Args.string({ description: "The six digits in the message.", required: true }) };
  static override flags = {
    in: Flags.string({
      summary: "The channel that has shown it, by name or as id:3; may be repeated.",
      helpValue: "NAME",
      multiple: true,
      multipleNonGreedy: true,
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> 482113",
    {
      description: "Seen in two channels",
      command: "<%= config.bin %> <%= command.id %> 482113 --in ops-chat --in pager",
    },
  ];
  static output = (z: Zod) => {
    const about = { ...namedSchema(z).shape, host: z.string(), seenIn: z.array(namedSchema(z)) };
    return z.union([z.strictObject({ ...about, acknowledged: z.literal(true) }), dryRunSchema(z, about)]);
  };
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(DrillAck);
    const code = args.code.trim();
    if (!/^\d{6}$/.test(code)) throw usageError("A code has six digits", "kuma drill ack 482113");
    const { username } = await this.credentials();
    const client = await this.connect({ keepStates: true });
    const { acknowledgeDrill, drillWithCode } = await import("../../provision-work.ts");
    const drill = await drillWithCode(client, code);
    const channels = await this.#seenIn(drill, flags.in, flags["dry-run"]);
    const { monitor, host } = drill;
    const seenIn = channels.map(({ id, name }) => ({ id, name }));
    const data = { id: monitor.id, name: monitor.name, host, seenIn };
    const names = channels.map(({ name }) => name).join(", ");
    if (flags["dry-run"])
      return this.printPlan([`have ${monitor.name} go UP`, ...(names === "" ? [] : [`note ${names} as proven`])], data);
    const by = username ?? `${userInfo().username}@${hostname()}`;
    const headers = await this.headersFor();
    await acknowledgeDrill(client, drill, { code, by, seenIn: channels.map(({ id }) => id), headers });
    const text = names === "" ? `${monitor.name} is UP.` : `${monitor.name} is UP, and proven: ${names}.`;
    this.printResult({ ...data, acknowledged: true }, text, String(monitor.id));
  }

  /** The channels that have shown the code. @throws CliError (exit 2) when nobody can be asked, or (exit 2) for one that was not drilled */
  async #seenIn(
    { channels }: KnownDrills,
    named: readonly string[] | undefined,
    isDryRun: boolean,
  ): Promise<readonly Channel[]> {
    if (named !== undefined) return named.map((name) => channelCalled(channels, name));
    if (channels.length < 2) return channels;
    const question = this.question(
      "The channel that has shown it",
      channels.map(({ name }) => `--in ${name}`).join(" "),
    );
    if (isDryRun && !isAnybodyThere(question)) return channels;
    const seen: Channel[] = [];
    for (const channel of channels)
      if (await askConfirmation(question, `Does the code stand in ${channel.name} (${channel.type})?`))
        seen.push(channel);
    return seen;
  }
}

function channelCalled(channels: readonly Channel[], reference: string): Channel {
  const found = channels.find(({ id, name }) => name === reference || `id:${id}` === reference);
  if (found !== undefined) return found;
  const names = channels.map(({ name }) => name);
  const meant = closest(reference, names) ?? names.join(", ");
  throw usageError(`The drill did not go through ${JSON.stringify(reference)}`, `--in ${meant}`);
}
