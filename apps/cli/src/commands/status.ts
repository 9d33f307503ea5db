import * as Flags from "@oclif/core/flags";
import type { KumaClient } from "@kumakit/client";

import { CliError } from "../cli-error.ts";
import type { Zod } from "../contract/command-contract.ts";
import { namedSchema, serverUrlSchema } from "../contract/shared-schemas.ts";
import { EXIT } from "../exit-codes.ts";
import { KumaCommand } from "../kuma-command.ts";
import type { AlertedChannel, Overview } from "../monitors/overview/overview.ts";
import type { LiveMonitors } from "../monitors/seen/live-monitors.ts";
import { monitorStatusSchema, namedSeenData, seenSchema } from "../monitors/seen/seen-data.ts";

const LOST = "\n\nThe connection to the server is lost; trying again.";

/** How often the screen of `--watch` is drawn at least, for the lengths of time on it, in ms. */
const CLOCK = 1000;

interface SeenServer extends Overview {
  readonly channels: readonly AlertedChannel[];
}

/** `kuma status`. */
export default class Status extends KumaCommand<typeof Status> {
  static override summary = "Show all monitors that are not up on one screen, and count the others.";
  static override description =
    "Lists every monitor that is neither up nor paused, with the reason, since when, and where. Exits with 0 whatever is found, unless --exit-code is given. With --watch --json each change is one line of JSON.";
  static override flags = {
    watch: Flags.boolean({ char: "w", default: false, summary: "Keep it up to date until Ctrl-C." }),
    "exit-code": Flags.boolean({
      default: false,
      summary: "End with 8 when a monitor is down or pending.",
      exclusive: ["watch"],
    }),
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    { description: "Live, on a second screen", command: "<%= config.bin %> <%= command.id %> --watch" },
    { description: "In a script", command: "<%= config.bin %> <%= command.id %> --exit-code --quiet" },
  ];
  static output = (z: Zod) =>
    z.strictObject({
      server: serverUrlSchema(z),
      version: z.string(),
      counts: z.record(monitorStatusSchema(z), z.int()).describe("How many monitors have each status."),
      problems: z.array(seenSchema(z)).describe("The monitors that are neither up nor paused, the worst first."),
      channels: z
        .array(
          z.strictObject({
            ...namedSchema(z).shape,
            monitors: z.int().describe("How many monitors alert it."),
            provenAt: z.iso.datetime().nullable().describe("When a person last saw an alert of it: kuma verify --ack."),
          }),
        )
        .describe("The notifications that monitors alert, those that nobody has seen an alert of first."),
    });
  static readOnly = true;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(Status);
    const client = await this.connect({ untilInterrupted: true, keepStates: true });
    const { LiveMonitors } = await import("../monitors/seen/live-monitors.ts");
    const live = await LiveMonitors.open(client, { signal: this.signal });
    if (flags.watch) return this.#watch(client, live);
    const overview = await this.#look(client, live);
    const text = await this.#text(client, overview);
    this.printResult(this.#data(client, overview), text, overview.problems.map(({ monitor }) => monitor.id).join("\n"));
    const { down, pending } = overview.counts;
    if (flags["exit-code"] && down + pending > 0) throw notWell(down, pending);
  }

  async #look(client: KumaClient, live: LiveMonitors): Promise<SeenServer> {
    const { alertedChannels, overviewOf } = await import("../monitors/overview/overview.ts");
    // The server has sent the notifications with the log-in.
    const [seen, notifications] = await Promise.all([live.see(), client.notifications.list()]);
    return { ...overviewOf(seen), channels: alertedChannels(notifications, seen) };
  }

  async #text({ server }: KumaClient, seen: SeenServer): Promise<string> {
    const { describeOverview } = await import("../monitors/overview/describe-overview.ts");
    return describeOverview(seen, { server, channels: seen.channels, now: new Date(), stream: process.stdout });
  }

  #data({ server }: KumaClient, { counts, problems, channels }: SeenServer) {
    return {
      server: server.url,
      version: server.version,
      counts,
      problems: problems.map(namedSeenData),
      channels: channels.map(({ provenAt, ...channel }) => ({ ...channel, provenAt: provenAt?.toISOString() ?? null })),
    };
  }

  async #watch(client: KumaClient, live: LiveMonitors): Promise<void> {
    const { openLiveScreen } = await import("../output/live-screen.ts");
    const screen = this.globals.asData ? undefined : openLiveScreen(process.stdout);
    let overview = await this.#look(client, live);
    let isLost = false;
    let shown = "";
    const draw = async (): Promise<void> => {
      shown = keyOf(overview, isLost);
      if (screen === undefined) this.printEach(this.#data(client, overview), "");
      else screen.draw(`${await this.#text(client, overview)}${isLost ? LOST : ""}`);
    };
    // Only a terminal shows how the time goes by.
    const isScreen = screen !== undefined && process.stdout.isTTY;
    const clock = isScreen ? setInterval(() => void draw(), CLOCK) : undefined;
    try {
      await draw();
      for await (const event of live.events) {
        if (event.type === "connectionLost" || event.type === "connectionRestored")
          isLost = event.type === "connectionLost";
        if (live.take(event)) overview = await this.#look(client, live);
        if (isScreen || keyOf(overview, isLost) !== shown) await draw();
      }
    } finally {
      clearInterval(clock);
      screen?.close();
    }
  }
}

/** The parts of an overview that do not change with every heartbeat. */
function keyOf({ counts, problems }: Overview, isLost: boolean): string {
  const told = problems.map(({ monitor, status, message }) => [monitor.id, monitor.name, status, message]);
  return JSON.stringify([counts, told, isLost]);
}

function notWell(down: number, pending: number): CliError {
  const parts = [down > 0 ? `${down} down` : "", pending > 0 ? `${pending} pending` : ""];
  return new CliError({
    code: "KUMA_CONDITION_NOT_MET",
    message: `Not everything is well: ${parts.filter(Boolean).join(", ")}`,
    hint: "kuma status",
    exit: EXIT.conditionNotMet,
  });
}
