import { readAgentLog, type LogLine } from "@kumakit/provision/installed-agent";
import { printable } from "@kumakit/text";
import * as Flags from "@oclif/core/flags";

import { askAgents, installedAgent, ofUserFlag } from "../../agents/installed-agent.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { sinceFlag } from "../../flags/time-flags.ts";
import { namedHosts } from "../../hosts/named-hosts.ts";
import { HostsCommand } from "../../hosts-command.ts";
import { styled } from "../../output/theme.ts";
import { localTime } from "../../output/figures.ts";

/** `kuma agent logs`. */
export default class AgentLogs extends HostsCommand<typeof AgentLogs> {
  static override summary = "Print what the agent has logged.";
  static override description =
    "Reads the journal of the host; secrets are masked in it. Needs no login. With --json each line is one line of JSON.";
  static override flags = {
    ...hostFlags,
    user: ofUserFlag,
    follow: Flags.boolean({ char: "f", summary: "Go on with new lines, until Ctrl-C." }),
    lines: Flags.integer({
      char: "n",
      summary: "At most so many of the lines that are there.",
      helpValue: "NUMBER",
      default: 50,
      min: 0,
      max: 100_000,
    }),
    since: sinceFlag("None that were logged before: 1h, or a time such as 2026-11-01. Default: all."),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> --since 1h",
    {
      description: "Of two hosts, as it happens",
      command: "<%= config.bin %> <%= command.id %> -f --host app1 --host app2",
    },
  ];
  static output = (z: Zod) =>
    z
      .strictObject({
        host: z.string().nullable().describe("The host that was named; null for this one."),
        time: z.iso.datetime(),
        priority: z.int().describe("Of syslog: 3 is an error, 4 a warning, 6 the rest."),
        message: z.string(),
      })
      .describe("One line of the output.");
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(AgentLogs);
    const { user: ofUser, follow, lines, since } = flags;
    const reader = new AbortController();
    // Who reads the output may leave, as in `kuma agent logs -f | head -1`.
    process.stdout.on("error", () => reader.abort());
    const signal = AbortSignal.any([this.signal, reader.signal]);
    const wish = { lines, since, follow, signal };
    const names = await namedHosts(flags);
    if (names === undefined) {
      const { host, facts } = await installedAgent({ ofUser, signal });
      return await readAgentLog(host, facts, { ...wish, onLine: (line) => this.#print(line) });
    }
    const results = await this.onHosts(names, { asRoot: !ofUser, isSilent: true }, (at) =>
      askAgents(at, ofUser, ({ host, facts }) =>
        readAgentLog(host, facts, { ...wish, onLine: (line) => this.#print(line, host.label) }),
      ),
    );
    this.endHosts(results);
  }

  #print({ time, message, priority }: LogLine, host?: string): void {
    const style = priority <= 3 ? "error" : priority === 4 ? "warning" : undefined;
    const text = printable(message);
    const shown = style === undefined ? text : styled(style, text, process.stdout);
    const where = host === undefined ? "" : `${printable(host)}  `;
    this.printEach(
      { host: host ?? null, time: time.toISOString(), priority, message },
      `${localTime(time, true)}  ${where}${shown}`,
    );
  }
}
