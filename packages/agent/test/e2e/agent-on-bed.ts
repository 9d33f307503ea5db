import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { SystemdBed } from "@kumakit/testkit";

const run = promisify(execFile);
/** Where the program is on the bed. */
export const program = "/opt/kuma-agent.mjs";

/** Builds the program again and puts it, alone, on the bed. */
export async function putAgentOnBed(bed: SystemdBed): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "kuma-agent-"));
  try {
    const file = join(folder, "kuma-agent.mjs");
    await run(process.execPath, [fileURLToPath(new URL("../../build-bundle.mjs", import.meta.url)), file]);
    await bed.writeFile(program, await readFile(file, "utf8"), "0755");
  } finally {
    await rm(folder, { recursive: true });
  }
  await must(bed, ["useradd", "--system", "--no-create-home", "kuma-agent"]);
}

export async function must(bed: SystemdBed, argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
  return stdout;
}

export interface BedAgent {
  /** The name of its service, without the suffix. */
  readonly name: string;
  log(): Promise<string>;
  status(): Promise<string>;
  /** Stops it and says how it ended, as systemd puts it. */
  stop(): Promise<string>;
}

export interface BedAgentOptions {
  readonly url: string;
  readonly checks: readonly Record<string, unknown>[];
  readonly user?: string;
  /** Settings of the service that are wider than {@link hardening}. */
  readonly allow?: readonly string[];
  /** Groups of the service besides its user's own. */
  readonly groups?: readonly string[];
}

/** As the agent is installed: without a single right, and without executable memory. */
const hardening = [
  "NoNewPrivileges=yes",
  "ProtectSystem=strict",
  "PrivateTmp=yes",
  "PrivateDevices=yes",
  "PrivateUsers=yes",
  "ProtectProc=invisible",
  "ProcSubset=pid",
  "MemoryDenyWriteExecute=yes",
  "CapabilityBoundingSet=",
  "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
  "SystemCallFilter=@system-service",
  "SystemCallErrorNumber=EPERM",
  "UMask=0077",
];

function isAmong(property: string, others: readonly string[]): boolean {
  const name = property.replace(/=.*/, "=");
  return others.some((other) => other.startsWith(name));
}

let count = 0;

/** Runs the agent as a service of the bed, under a user without any rights. */
export async function startBedAgent(
  bed: SystemdBed,
  { url, checks, user, allow = [], groups = [] }: BedAgentOptions,
): Promise<BedAgent> {
  count += 1;
  const name = `agent-under-test-${count}`;
  const folder = `/etc/${name}`;
  const config = {
    version: 1,
    server: { url },
    host: "tk-app3",
    checks: checks.map((check) => ({ name: check["unit"], interval: 20, tokenFile: "token", ...check })),
  };
  await bed.writeFile(`${folder}/agent.json`, JSON.stringify(config));
  await bed.writeFile(`${folder}/token`, "Tok3nOfTheTest\n", "0600");
  await must(bed, ["chown", "-R", user ?? "kuma-agent", folder]);
  await must(bed, [
    "systemd-run",
    `--unit=${name}`,
    `--uid=${user ?? "kuma-agent"}`,
    "--property=RemainAfterExit=yes",
    `--property=RuntimeDirectory=${name}`,
    "--property=RuntimeDirectoryPreserve=yes",
    ...(user === undefined
      ? []
      : [`--setenv=XDG_RUNTIME_DIR=/run/user/${(await must(bed, ["id", "-u", user])).trim()}`]),
    ...(groups.length === 0 ? [] : [`--property=SupplementaryGroups=${groups.join(" ")}`]),
    ...[...hardening.filter((property) => !isAmong(property, allow)), ...allow].map(
      (property) => `--property=${property}`,
    ),
    process.execPath,
    "--jitless",
    program,
    "run",
    `--config=${folder}/agent.json`,
  ]);
  return {
    name,
    log: () => must(bed, ["journalctl", "--unit", name, "--output=cat", "--no-pager"]),
    status: () => must(bed, [process.execPath, program, "status", "--json", `--status-file=/run/${name}/status.json`]),
    async stop() {
      await must(bed, ["systemctl", "kill", "--signal=TERM", name]);
      for (let tries = 0; tries < 200; tries += 1) {
        const state = await must(bed, ["systemctl", "show", "--property=SubState,ExecMainCode,ExecMainStatus", name]);
        if (!state.includes("SubState=running")) return state.trim().split("\n").toSorted().join(" ");
        await sleep(25);
      }
      throw new Error("the agent did not end");
    },
  };
}
