import * as Flags from "@oclif/core/flags";
import { isProvisionError, moveAgents, outcomesOf, planMoves, type MoveWish } from "@kumakit/provision";
import { join } from "node:path";

import {
  describeMove,
  describeMovePlan,
  moveData,
  moveDryRunSchema,
  movePlanData,
  moveSchema,
} from "../../agents/describe-move.ts";
import { ofUserFlag } from "../../agents/installed-agent.ts";
import type { Zod } from "../../contract/command-contract.ts";
import { dryRunFlag } from "../../flags/command-flags.ts";
import { hostFlags } from "../../flags/host-flags.ts";
import { monitorFlags, notifyWish } from "../../flags/monitor-flags.ts";
import { describeHosts, hostsData, hostsSchema } from "../../hosts/host-results.ts";
import { namedHosts } from "../../hosts/named-hosts.ts";
import { HostsCommand } from "../../hosts-command.ts";
import { TwoServers } from "../../profiles/two-servers.ts";
import { VERSION } from "../../version.ts";

/** `kuma agent move --to URL`. */
export default class AgentMove extends HostsCommand<typeof AgentMove> {
  static override summary = "Have the agent report to another Uptime Kuma.";
  static override description =
    "Each check gets a monitor there with the name, group, tags, interval and notifications of the one that it has; notifications are found by their names. The agent feeds both servers until the new one shows the first heartbeat of each check, then it leaves the former one. The monitors there are paused: they alert nobody, and their history stays. When something fails, or on Ctrl-C, everything is put back; after a run that was killed, run it again. A server that was restored from a backup, or that only has another address, keeps its monitors: only the address changes on the host. Log in to both servers first, with kuma login.";
  static override flags = {
    to: Flags.string({
      summary: "The Uptime Kuma to report to from now on: its address, or the name of a profile.",
      helpValue: "URL",
      required: true,
    }),
    ...hostFlags,
    user: ofUserFlag,
    "keep-old": Flags.boolean({
      default: false,
      summary: "Leave the former monitors as they are: they will alert. For a former server that is gone.",
      exclusive: ["delete-old"],
    }),
    "delete-old": Flags.boolean({
      default: false,
      summary: "Delete the former monitors that kuma has made, once the agent has left them.",
    }),
    notify: Flags.string({
      summary: "Alert this notification of the new server, by name or as id:3; may be repeated.",
      helpValue: "NAME",
      multiple: true,
      multipleNonGreedy: true,
      exclusive: ["no-notify"],
    }),
    "no-notify": monitorFlags["no-notify"],
    adopt: Flags.boolean({
      default: false,
      summary: "Use a monitor of the same name that is there already, although kuma has not made it.",
    }),
    "dry-run": dryRunFlag,
  };
  static override examples = [
    "<%= config.bin %> <%= command.id %> --to https://new.example",
    {
      description: "All hosts of a file, after a look at what it would do",
      command: "<%= config.bin %> <%= command.id %> --to https://new.example --hosts-file hosts.txt --dry-run",
    },
  ];
  static output = (z: Zod) =>
    z.union([moveSchema(z), moveDryRunSchema(z), hostsSchema(z, z.union([moveSchema(z), moveDryRunSchema(z)]))]);
  static readOnly = false;
  static destructive = false;
  static idempotent = true;

  async run(): Promise<void> {
    const { flags } = await this.parse(AgentMove);
    const { sessions, profiles } = this;
    const servers = await TwoServers.of(flags.to, { sessions, profiles, steps: await this.serverSteps() });
    const notify = notifyWish(flags);
    const wish: MoveWish = {
      to: async () => await this.open(await servers.credentialsThere()),
      from: this.#former(servers),
      left: flags["delete-old"] ? "delete" : flags["keep-old"] ? "keep" : "pause",
      notify: notify === "default" ? undefined : notify,
      adopt: flags.adopt,
      headers: await this.headersFor(servers.to),
      scope: flags.user ? "user" : undefined,
      program: join(this.config.root, "dist/kuma-agent.mjs"),
      version: VERSION,
    };
    const names = await namedHosts(flags);
    if (names !== undefined) return await this.#onHosts(names, wish, flags["dry-run"]);
    const bar = this.progress("Looking at this host");
    try {
      await this.#here(wish, flags["dry-run"], bar);
    } catch (error) {
      if (this.signal.aborted && isProvisionError(error)) this.sayUndone(error);
      throw error;
    } finally {
      bar.stop();
    }
  }

  async #here(wish: MoveWish, isDryRun: boolean, bar: ReturnType<AgentMove["progress"]>): Promise<void> {
    const options = this.workOptions(bar);
    if (isDryRun)
      for (const plan of outcomesOf(await planMoves(wish, options)))
        this.printResult(movePlanData(plan), () => describeMovePlan(plan));
    else
      for (const outcome of outcomesOf(await moveAgents(wish, options)))
        this.printResult(moveData(outcome), () => describeMove(outcome));
  }

  async #onHosts(names: readonly string[], wish: MoveWish, isDryRun: boolean): Promise<void> {
    await this.onHosts(names, { asRoot: wish.scope !== "user" }, async ({ hosts, options }) => {
      if (isDryRun) {
        const plans = await planMoves({ ...wish, hosts }, options);
        this.printResult(hostsData(plans, movePlanData), () =>
          describeHosts(plans, (plan) => describeMovePlan(plan, "the host")),
        );
        return this.endHosts(plans);
      }
      const results = await moveAgents({ ...wish, hosts }, options);
      this.printResult(hostsData(results, moveData), () => describeHosts(results, describeMove));
      this.endHosts(results);
    });
  }

  /** The former server of each host, with one log-in for all that have the same. */
  #former(servers: TwoServers): MoveWish["from"] {
    const known = new Map<string, ReturnType<MoveWish["from"]>>();
    const connect: MoveWish["from"] = async (url) => {
      const credentials = await servers.credentialsBefore(url);
      return credentials === undefined ? undefined : await this.open(credentials);
    };
    return (url) => {
      const client = known.get(url) ?? connect(url);
      known.set(url, client);
      return client;
    };
  }
}
