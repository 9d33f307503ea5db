import { connect, passwordAuth, type KumaClient, type Monitor } from "@kumakit/client";
import {
  startAlertSink,
  startKuma,
  startSystemdBed,
  type AlertSink,
  type CommandResult,
  type KumaServer,
  type RunningCommand,
  type SystemdBed,
  type SystemdBedOptions,
} from "@kumakit/testkit";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package of the CLI, as it was built; shown in the bed, because a checkout below /tmp would not be seen there. */
const cliFolder = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const kumaBinary = join(cliFolder, "bin/kuma.js");

/** A real Uptime Kuma with a notification to a sink, a real systemd, and the real `kuma` logged in there. */
export interface AgentScene extends AsyncDisposable {
  readonly bed: SystemdBed;
  readonly kuma: KumaServer;
  readonly sink: AlertSink;
  readonly client: KumaClient;
  /** Runs `kuma` as root in the bed. */
  run(...args: readonly string[]): Promise<CommandResult>;
  /** Starts it, to send it a signal while it works. */
  start(...args: readonly string[]): RunningCommand;
  /** As {@link AgentScene.run} for another user of the bed. */
  runAs(user: string, ...args: readonly string[]): Promise<CommandResult>;
  /** As {@link AgentScene.run}, with a program before it that runs the rest of its arguments. */
  runBelow(program: readonly string[], ...args: readonly string[]): Promise<CommandResult>;
  /** Logs a user of the bed in; root by default, and to the server itself. Another server has another admin's password. */
  login(options?: { readonly user?: string; readonly url?: string; readonly password?: string }): Promise<void>;
  /** Makes and starts a service that does nothing. */
  addService(name: string): Promise<void>;
}

const environment = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LANG: "C.UTF-8" };
const rootEnvironment = { ...environment, HOME: "/root" };

/**
 * Starts all of it.
 *
 * @param checkout - a folder with a built checkout of Uptime Kuma; the npm release by default
 * @param options - of the bed, such as one without systemd
 */
export async function startAgentScene(checkout?: string, options: SystemdBedOptions = {}): Promise<AgentScene> {
  const [kuma, sink, bed] = await Promise.all([
    startKuma(checkout === undefined ? {} : { checkout }),
    startAlertSink(),
    startSystemdBed({ ...options, hostname: "tk-app3", bind: [cliFolder, ...(options.bind ?? [])] }),
  ]);
  const { username = "", password = "" } = kuma.admin ?? {};
  const client = await connect({ url: kuma.url, auth: passwordAuth({ username, password }) });
  await client.notifications.create(webhook("ops-chat", sink.url));
  const scene: AgentScene = {
    bed,
    kuma,
    sink,
    client,
    run: (...args) => scene.runBelow([], ...args),
    runBelow: (program, ...args) =>
      bed.exec([...program, process.execPath, kumaBinary, ...args], { env: rootEnvironment, timeout: 150_000 }),
    start: (...args) =>
      bed.start([process.execPath, kumaBinary, ...args], { input: "", env: rootEnvironment, timeout: 150_000 }),
    runAs: (user, ...args) => bed.execAs(user, [process.execPath, kumaBinary, ...args], { env: environment }),
    async login({ user, url = kuma.url, password: given = password } = {}) {
      const argv = [process.execPath, kumaBinary, "login", url, "--username", username, "--password-stdin"];
      const { code, stderr } =
        user === undefined
          ? await bed.exec(argv, { input: given, env: rootEnvironment })
          : await bed.execAs(user, argv, { input: given, env: environment });
      if (code !== 0) throw new Error(`kuma login failed: ${stderr}`);
    },
    async addService(name) {
      await bed.writeUnit(name, `[Unit]\nDescription=A demo\n[Service]\nExecStart=/bin/sleep infinity\n`);
      const { code, stderr } = await bed.exec(["systemctl", "start", "--", name]);
      if (code !== 0) throw new Error(stderr);
    },
    async [Symbol.asyncDispose]() {
      await client.close();
      await Promise.all([kuma[Symbol.asyncDispose](), sink.close(), bed.stop()]);
    },
  };
  await forgetJobs(bed);
  await scene.login();
  return scene;
}

/** The root of this machine may have used jobs, and a bed shows its files: an uninstall there would take them away. */
export async function forgetJobs(bed: SystemdBed): Promise<void> {
  await bed.exec(["rm", "-rf", "/var/lib/kuma-agent-jobs"]);
}

function webhook(name: string, url: string): Parameters<KumaClient["notifications"]["create"]>[0] {
  return { name, type: "webhook", isDefault: true, webhookURL: url, webhookContentType: "json" };
}

/**
 * Everything of a bed that an install could leave behind: files with mode and owner, accounts, units, lingering. A bed
 * shows the home of this machine's root, who may be at work there: of that only the places where programs keep things.
 */
export async function snapshot(bed: SystemdBed): Promise<string> {
  const script = `
    cd / && find etc usr/local var/lib/systemd/linger home root run/systemd/system -xdev -maxdepth 5 \\
      -path root/.config/kuma -prune \\
      -o -path 'root/*' ! -path root/.config ! -path root/.local ! -path 'root/.local/[bs]*' ! -path '*/systemd*' ! -path '*kuma*' -prune \\
      -o -name 'passwd-' -o -name 'group-' \\
      -o -name 'shadow-' -o -name 'gshadow-' -o -name 'sub[ug]id-' -o -name .pwd.lock -o -printf '%M %u:%g %p %l\\n' | sort
    sha256sum /etc/passwd /etc/group /etc/shadow /etc/gshadow
    ls -d /var/lib/kuma* /var/lib/private/kuma* 2>/dev/null
    ls -A /run /tmp /var/tmp | sed '/^systemd-private-/d'
    systemctl list-unit-files --no-legend --plain | sort
    systemctl list-units --all --no-legend --plain --type=service | awk '{print $1}' | grep kuma || true`;
  const { stdout, stderr, code } = await bed.exec(["bash", "-c", script]);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** Monitors as a test reads them. */
export async function monitorNames(client: KumaClient): Promise<readonly string[]> {
  return (await client.monitors.list()).map(({ name }) => name).toSorted();
}

/** The names that a test reads on a server when an agent has these monitors: with the group and the one of the agent. */
export function withAgent(...names: readonly string[]): readonly string[] {
  return ["tk-app3", "tk-app3/agent", ...names].toSorted();
}

/** The one monitor of that name. */
export async function monitorNamed(client: KumaClient, name: string): Promise<Monitor> {
  const found = (await client.monitors.list()).filter((monitor) => monitor.name === name);
  const [monitor] = found;
  if (monitor === undefined || found.length > 1) throw new Error(`${found.length} monitors are called ${name}`);
  return monitor;
}
