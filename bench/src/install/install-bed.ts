import path from "node:path";
import { makeTempHome, prepareLayer, runCommand, startSshd, startSystemdBed } from "@kumakit/testkit";
import type { Sshd, SystemdBed, TempHome } from "@kumakit/testkit";

/** All that an install leaves on a host. */
const installed = ["/etc/kuma-agent", "/usr/local/lib/kuma-agent", "/etc/systemd/system/kuma-agent.service"];

/** A raw install: the same files by tar, the same account and service. It is done when the agent has pushed once. */
const byHand = `useradd --system --user-group --no-create-home --shell /usr/sbin/nologin kuma-agent &&
tar -xzf - -C / &&
systemctl daemon-reload &&
systemctl enable --now --quiet kuma-agent.service &&
until grep -q '"lastPush": *{' /run/kuma-agent/status.json 2>/dev/null; do sleep 0.05; done`;

const takeAway = `systemctl disable --now --quiet kuma-agent.service; rm -rf ${installed.join(" ")} /usr/local/bin/kuma-agent
rm -rf /var/lib/kuma-agent; userdel kuma-agent; systemctl daemon-reload`;

/** Hosts with a real sshd and a service that runs, and their login. */
export class InstallBeds implements AsyncDisposable {
  readonly names: readonly string[];
  /** Where each of them lets root in. */
  readonly logins: readonly { readonly name: string; readonly port: number; readonly folder: string }[];
  readonly env: NodeJS.ProcessEnv;
  readonly home: TempHome;
  readonly #beds: readonly SystemdBed[];
  readonly #sshds: readonly Sshd[];
  readonly #layer: Disposable;

  private constructor(beds: readonly SystemdBed[], sshds: readonly Sshd[], layer: Disposable) {
    [this.#beds, this.#sshds, this.#layer, this.home] = [beds, sshds, layer, makeTempHome()];
    this.names = beds.map((_, index) => `web${index + 1}`);
    this.logins = sshds.map(({ port, folder }, index) => ({ name: `web${index + 1}`, port, folder }));
    const blocks = this.logins.map(
      ({ name, port, folder }) =>
        `Host ${name}\n  HostName 127.0.0.1\n  Port ${port}\n  User root\n  IdentityFile ${folder}/key\n  UserKnownHostsFile ${folder}/known_hosts\n`,
    );
    sshds[0]?.configure(blocks.join(""));
    this.env = { ...this.home.env, PATH: `${sshds[0]?.searchPath ?? ""}:${path.dirname(process.execPath)}` };
  }

  /** Boots so many, with services that run. */
  static async start(
    count: number,
    note: (line: string) => void,
    units: readonly string[] = ["demo.service"],
  ): Promise<InstallBeds> {
    // It has the sshd.
    const layer = await prepareLayer(note);
    Object.assign(process.env, layer.variables);
    const beds = await Promise.all(
      Array.from({ length: count }, (_, index) => startSystemdBed({ hostname: `web${index + 1}` })),
    );
    for (const bed of beds) {
      for (const unit of units) await bed.writeUnit(unit, "[Service]\nExecStart=/bin/sleep infinity\n");
      await bed.exec(["systemctl", "start", ...units]);
      await bed.exec(["ln", "-sf", process.execPath, "/usr/local/bin/node"]);
      // A bed shows this machine's files, and its account's profile would cost each session what no server's does.
      await bed.exec(["rm", "-f", "/root/.bashrc", "/root/.profile", "/root/.bash_profile"]);
    }
    return new InstallBeds(beds, await Promise.all(beds.map((bed) => startSshd(bed))), layer);
  }

  /** Keeps what an install has left on each host, for {@link InstallBeds.installByHand}. */
  async keepInstalled(): Promise<void> {
    await Promise.all(
      this.names.map((name) => this.#sh(`ssh ${name} tar -czf - -C / ${installed.join(" ")} >${this.#kept(name)}`)),
    );
  }

  /** Installs the kept files on all hosts, by one ssh each, at the same time. */
  async installByHand(): Promise<void> {
    await Promise.all(
      this.names.map((name) =>
        this.#sh(`ssh ${name} '${byHand.replaceAll("'", String.raw`'\''`)}' <${this.#kept(name)}`),
      ),
    );
  }

  /** Takes everything away from all hosts. */
  async clear(): Promise<void> {
    await Promise.all(this.#beds.map((bed) => bed.exec(["sh", "-c", takeAway])));
  }

  /** The same by one ssh for each host. */
  async clearOverSsh(): Promise<void> {
    await Promise.all(this.names.map((name) => this.#sh(`ssh ${name} '${takeAway}'`)));
  }

  #kept(name: string): string {
    return path.join(this.home.folder, `${name}.tar.gz`);
  }

  async #sh(script: string): Promise<void> {
    const { code, stderr } = await runCommand(["sh", "-c", script], { env: this.env });
    if (code !== 0) throw new Error(`${script}: ${stderr}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const sshd of this.#sshds) sshd[Symbol.dispose]();
    await Promise.all(this.#beds.map((bed) => bed.stop()));
    this.home.dispose();
    this.#layer[Symbol.dispose]();
  }
}
