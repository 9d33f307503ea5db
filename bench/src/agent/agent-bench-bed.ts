import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { agentUnit, installPaths, nodeCommand } from "@kumakit/installer";
import { formatAgentConfig, parseAgentConfig, type AgentConfig } from "@kumakit/agent/config";
import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";

/** Node for those that are measured, one copy each: what programs share, each would have to carry only a part of. */
const nodeOf = (who: string): string => `/opt/node-${who}`;

/** The checks of the agent in the bed. */
export interface WatchOptions {
  readonly server: string;
  /** The units `bench@1` to `bench@COUNT`. */
  readonly units: number;
  /** Of the monitors, in s; 6 has every unit pushed once a second. */
  readonly interval: number;
  /** The push token of each unit; the same one for all by default. */
  readonly token?: string;
  readonly logLines?: boolean;
}

const paths = installPaths("system");

/** For programs of the benchmarks that need their libraries. */
const repository = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/u, "");

/** A machine with an agent as it is installed, and what it uses of the processor and the memory. */
export class AgentBenchBed implements AsyncDisposable {
  readonly #bed: SystemdBed;
  /** Of the whole machine: agent, bus, service manager and all that they start. */
  readonly #cgroup: string;

  private constructor(bed: SystemdBed) {
    this.#bed = bed;
    this.#cgroup = `/proc/${bed.pid1}/root/sys/fs/cgroup`;
  }

  /** Boots it, with so many units that run. */
  static async start(units: number): Promise<AgentBenchBed> {
    const bed = new AgentBenchBed(await startSystemdBed({ bind: [repository] }));
    try {
      await bed.#prepare(units);
      return bed;
    } catch (error) {
      await bed[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #prepare(units: number): Promise<void> {
    const bundle = createRequire(import.meta.url).resolve("@kumakit/agent/bundle");
    await this.writeFile(paths.program, readFileSync(bundle, "utf8"), "0755");
    await this.must("useradd", "--system", "--no-create-home", "kuma-agent");
    for (const who of ["agent", "bare"]) await this.must("cp", process.execPath, nodeOf(who));
    await this.#bed.writeUnit(
      "bench@.service",
      // Killed by hand again and again, and started by hand.
      "[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sh -c 'echo ready; exec sleep infinity'\n",
    );
    const names = Array.from({ length: units }, (_, index) => `bench@${index + 1}.service`);
    await this.must("systemctl", "start", ...names);
  }

  /** Runs a program in the bed, not counted as the bed's use of the processor; gives its output. */
  async must(...argv: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.#bed.exec(argv);
    if (code !== 0) throw new Error(`${argv.slice(0, 4).join(" ")} failed: ${stderr}${stdout}`);
    return stdout;
  }

  writeFile(file: string, content: string, mode?: string): Promise<void> {
    return this.#bed.writeFile(file, content, mode);
  }

  /** Writes the config and starts the service that the installer writes, with its own Node. */
  async startAgent(options: WatchOptions): Promise<void> {
    const { token = "Tok3nOfTheBench" } = options;
    const config = configOf(options);
    await this.writeFile(paths.config, formatAgentConfig(config));
    await this.writeFile(path.join(paths.tokensFolder, "1"), `${token}\n`, "0600");
    await this.must("chown", "-R", "kuma-agent", paths.configFolder);
    const unit = agentUnit({
      paths,
      config,
      command: nodeCommand(nodeOf("agent"), paths.program),
      canNotify: true,
      canReadJournal: true,
    });
    await this.#bed.writeUnit("kuma-agent.service", unit);
    await this.must("systemctl", "start", "kuma-agent.service");
  }

  async stopAgent(): Promise<void> {
    await this.must("systemctl", "stop", "kuma-agent.service");
  }

  /** Starts a Node that only holds a timer, under the same user. */
  async startBareNode(): Promise<void> {
    await this.runAsService("bare", "-e", "setInterval(() => {}, 1_000_000)");
  }

  /** Runs a Node without any flags as a service under the agent's user. */
  async runAsService(name: string, ...args: readonly string[]): Promise<void> {
    await this.must("systemd-run", "--quiet", `--unit=${name}`, "--uid=kuma-agent", nodeOf("bare"), ...args);
  }

  /** What the whole machine has used of the processor, in ms. */
  cpuMs(unit?: string): number {
    const stat = readFileSync(path.join(unit === undefined ? this.#cgroup : this.#cgroupOf(unit), "cpu.stat"), "utf8");
    return Number(/^usage_usec (\d+)$/mu.exec(stat)?.[1]) / 1000;
  }

  /** What the machine uses of the processor in so many ms, in ms. */
  async cpuWithin(ms: number): Promise<number> {
    const before = this.cpuMs();
    await sleep(ms);
    return this.cpuMs() - before;
  }

  /** The main process of a service, as this machine numbers it. */
  pidOf(unit: string): number {
    const [pid] = readFileSync(path.join(this.#cgroupOf(unit), "cgroup.procs"), "utf8")
      .trim()
      .split("\n");
    if (pid === undefined || pid === "") throw new Error(`${unit} does not run`);
    return Number(pid);
  }

  /** The memory of a service's process, what it shares with others divided by their number, in MiB. */
  pssOf(unit: string): number {
    const rollup = readFileSync(`/proc/${this.pidOf(unit)}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB$/mu.exec(rollup)?.[1]) / 1024;
  }

  #cgroupOf(unit: string): string {
    const slice = unit.includes("@") ? `system-${unit.replace(/@.*/u, "")}.slice` : "";
    return path.join(this.#cgroup, "system.slice", slice, unit);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#bed.stop();
  }
}

function configOf({ server, units, interval, logLines }: WatchOptions): AgentConfig {
  const checks = Array.from({ length: units }, (_, index) => ({
    type: "systemd",
    name: `bench@${index + 1}.service`,
    unit: `bench@${index + 1}.service`,
    interval,
    tokenFile: "tokens/1",
    ...(logLines === undefined ? {} : { logLines }),
  }));
  return parseAgentConfig(JSON.stringify({ version: 1, server: { url: server }, host: "bench", checks }), {
    file: "agent.json",
  });
}
