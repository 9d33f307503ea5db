import { connect, passwordAuth, type KumaClient } from "@kumakit/client";
import {
  makeTempHome,
  runCommand,
  startCommand,
  startKuma,
  startSshd,
  startSystemdBed,
  type CommandResult,
  type KumaServer,
  type Sshd,
  type SystemdBed,
  type TempHome,
} from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";

import { KUMA } from "../support/built-kuma.ts";
import { forgetJobs, monitorNamed, monitorNames, snapshot } from "./agent-scene.ts";

/** Every point for every kind of agent: KUMA_MOVE_KILLS=all. Else one for each, which depends on the seed. */
const wantsAll = process.env["KUMA_MOVE_KILLS"] === "all";
const seed = Number(process.env["KUMA_KILL_SEED"] ?? Date.now() % 100_000);

interface Side {
  readonly kuma: KumaServer;
  readonly client: KumaClient;
}

interface Kind {
  readonly name: string;
  readonly install: readonly string[];
  readonly flags: readonly string[];
  readonly config: string;
  readonly monitors: readonly [agent: string, shop: string];
}

const ofHost = { config: "/etc/kuma-agent/agent.json", monitors: ["web1/agent", "web1/shop"] } as const;

const kinds: readonly Kind[] = [
  {
    name: "a process",
    install: ["--runtime", "node"],
    flags: ["--host", "root@web1"],
    ...ofHost,
  },
  {
    name: "a shell script",
    install: ["--runtime", "sh"],
    flags: ["--host", "root@web1"],
    ...ofHost,
  },
  {
    name: "a person's process",
    install: [],
    flags: ["--user", "--host", "ops@web1"],
    config: "/home/ops/.config/kuma-agent/agent.json",
    monitors: ["web1/agent-ops", "web1/shop"],
  },
];

let home: TempHome;
let bed: SystemdBed;
let sshd: Sshd;
let sides: readonly [Side, Side];

/** Things that a move brings about, in their order. A run is killed when it sees them. */
const points: Readonly<Record<string, (kind: Kind, from: Side, to: Side) => Promise<boolean>>> = {
  "has made the monitors": async (_kind, _from, { client }) => (await monitorNames(client)).includes("web1/shop"),
  "feeds the other server": async ({ config }, _from, { kuma }) => (await bed.readFile(config)).includes(kuma.url),
  "has paused the former monitors": async (_kind, { client }) => !(await monitorNamed(client, "web1/shop")).active,
  "has left the former server": async ({ config }, { kuma }) => !(await bed.readFile(config)).includes(kuma.url),
};

function program(args: readonly string[]): readonly [string, ...string[]] {
  return [process.execPath, KUMA, ...args];
}

function env(): Record<string, string> {
  return { ...home.env, PATH: `${sshd.searchPath}:${dirname(process.execPath)}` };
}

async function run(args: readonly string[], input = ""): Promise<CommandResult> {
  return await runCommand(program(args), { env: env(), timeout: 150_000, input });
}

async function must(args: readonly string[], input = ""): Promise<string> {
  const { code, stdout, stderr } = await run(args, input);
  if (code !== 0) throw new Error(`${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

async function login(kuma: KumaServer): Promise<void> {
  const { username = "", password = "" } = kuma.admin ?? {};
  await must(["login", kuma.url, "--username", username, "--password-stdin"], password);
}

async function startSide(): Promise<Side> {
  const kuma = await startKuma();
  const { username = "", password = "" } = kuma.admin ?? {};
  const client = await connect({ url: kuma.url, auth: passwordAuth({ username, password }) });
  const webhookURL = `${kuma.url}/none`;
  const form = { type: "webhook", isDefault: true, webhookContentType: "json" } as const;
  await client.notifications.create({ ...form, name: "chat", webhookURL });
  return { kuma, client };
}

beforeAll(async () => {
  home = makeTempHome();
  const [one, other] = [startSide(), startSide()];
  bed = await startSystemdBed({ hostname: "web1" });
  sides = [await one, await other];
  await bed.addUser("ops");
  await bed.exec(["chpasswd"], { input: "ops:nobody-types-this\n" });
  // The bed's sshd has no PAM, which would say where the person's own systemd is.
  await bed.writeFile("/home/ops/.bashrc", "export XDG_RUNTIME_DIR=/run/user/$(id -u)\n");
  await bed.writeFile("/home/ops/.config/systemd/user/shop.service", "[Service]\nExecStart=/bin/sleep infinity\n");
  await bed.exec(["chown", "-R", "ops:ops", "/home/ops"]);
  await bed.execAs("ops", ["systemctl", "--user", "daemon-reload"]);
  await bed.execAs("ops", ["systemctl", "--user", "start", "shop.service"]);
  await bed.writeUnit("shop.service", "[Service]\nExecStart=/bin/sleep infinity\n");
  await bed.exec(["systemctl", "start", "shop.service"]);
  await bed.exec(["ln", "-sf", process.execPath, "/usr/local/bin/node"]);
  sshd = await startSshd(bed, { accounts: ["root", "ops"], name: "web1" });
  await forgetJobs(bed);
  for (const { kuma } of sides.toReversed()) await login(kuma);
});

afterAll(async () => {
  sshd[Symbol.dispose]();
  await Promise.all(sides.map(({ client }) => client.close()));
  await Promise.all([...sides.map(({ kuma }) => kuma[Symbol.asyncDispose]()), bed.stop()]);
  home.dispose();
});

async function downs({ client }: Side): Promise<readonly string[]> {
  const monitors = (await client.monitors.list()).filter(({ type }) => type === "push");
  const beats = await Promise.all(monitors.map(({ id }) => client.monitors.heartbeats(id, { hours: 1 })));
  return beats.flat().flatMap(({ status, message }) => (status === "down" ? [message] : []));
}

/** Runs kuma, and kills it once something is reached. @returns whether it was still at work */
async function killWhen(isReached: () => Promise<boolean>, args: readonly string[]): Promise<boolean> {
  const moving = startCommand(program(args), { env: env(), timeout: 150_000 });
  const ended = moving.finished.then(() => true);
  while (!(await isReached().catch(() => false))) {
    if (await Promise.race([ended, sleep(5, false)])) return false;
  }
  moving.kill("SIGKILL");
  await ended;
  return true;
}

async function activeOn({ client }: Side): Promise<readonly (readonly [string, boolean])[]> {
  const monitors = (await client.monitors.list()).filter(({ type }) => type === "push");
  return monitors.map(({ name, active }) => [name, active] as const).toSorted(([a], [b]) => a.localeCompare(b));
}

describeOnBed(`kuma agent move of other hosts, killed on the way (KUMA_KILL_SEED=${seed})`, () => {
  it.each(kinds)("carries on, of $name", { timeout: 900_000 }, async (kind) => {
    const before = await snapshot(bed);
    const names = Object.keys(points);
    const chosen = wantsAll ? names : names.filter((_, n) => n === (seed + kinds.indexOf(kind)) % names.length);
    await must(["agent", "install", "shop", "--interval", "20", ...kind.install, ...kind.flags]);
    let [from, to] = sides;
    let kills = 0;
    for (const name of chosen) {
      const move = ["agent", "move", "--to", to.kuma.url, ...kind.flags];
      const isKilled = await killWhen(async () => (await points[name]?.(kind, from, to)) === true, move);
      const out = await must([...move, "--server", from.kuma.url]);
      if (isKilled) kills += 1;
      expect(out).toMatch(/: (?:The agent|Nothing to do: the agent) reports to /);
      const config = await bed.readFile(kind.config);
      expect({ name, isThere: config.includes(to.kuma.url), wasLeft: !config.includes(from.kuma.url) }).toEqual({
        name,
        isThere: true,
        wasLeft: true,
      });
      expect(await activeOn(to)).toEqual(kind.monitors.map((monitor) => [monitor, true]));
      expect(await activeOn(from)).toEqual(kind.monitors.map((monitor) => [monitor, false]));
      [from, to] = [to, from];
    }
    // One that ended before it was seen at the point shows less.
    expect(kills).toBeGreaterThan(0);
    expect(await Promise.all(sides.map(downs))).toEqual([[], []]);
    const again = ["agent", "move", "--to", from.kuma.url, "--server", to.kuma.url, "--delete-old"];
    expect(await must([...again, ...kind.flags])).toContain(`Deleted on ${to.kuma.url}: `);
    await must(["agent", "uninstall", "--yes", "--delete-monitors", ...kind.flags, "--server", from.kuma.url]);
    expect(await Promise.all(sides.map(({ client }) => monitorNames(client)))).toEqual([[], []]);
    expect(await snapshot(bed)).toBe(before);
  });
});
