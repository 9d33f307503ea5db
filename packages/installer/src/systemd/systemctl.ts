import type { Host, RunOptions, RunResult } from "../hosts/host.ts";
import { InstallerError } from "../installer-error.ts";
import type { InstallScope } from "../install-paths.ts";

/** `systemctl` of one manager on one host. */
export interface Systemctl {
  /** Runs it and gives the result back, whatever it is. */
  try(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Runs it. @throws {@link InstallerError} `INSTALLER_COMMAND_FAILED` with systemd's own words */
  do(args: readonly string[], options?: RunOptions): Promise<string>;
  /** The named properties of a unit; empty where systemd has none. */
  show<Name extends string>(unit: string, names: readonly Name[]): Promise<Readonly<Record<Name, string>>>;
}

/** The manager of `scope` on `host`. */
export function systemctl(host: Host, scope: InstallScope): Systemctl {
  const base: readonly [string, ...string[]] =
    scope === "user" ? ["systemctl", "--user", "--no-pager"] : ["systemctl", "--no-pager"];
  const attempt: Systemctl["try"] = async (args, options) => await host.run([...base, ...args], options);
  const demand: Systemctl["do"] = async (args, options) => {
    const { code, stdout, stderr } = await attempt(args, options);
    if (code === 0) return stdout;
    throw new InstallerError({
      code: "INSTALLER_COMMAND_FAILED",
      layer: "systemd",
      message: `systemctl ${args[0] ?? ""} failed on ${host.label}: ${lastLines(stderr) || `exit code ${code}`}`,
    });
  };
  return {
    try: attempt,
    do: demand,
    async show(unit, names) {
      const text = await demand(["show", `--property=${names.join(",")}`, "--", unit]);
      const pairs = text.split("\n").map((line): [string, string] => {
        const at = line.indexOf("=");
        return [line.slice(0, at), line.slice(at + 1)];
      });
      const found = new Map(pairs);
      return Object.fromEntries(names.map((name) => [name, found.get(name) ?? ""])) as Record<
        (typeof names)[number],
        string
      >;
    },
  };
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-3).join(" ");
}
