import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { parseSystemctlShow } from "./systemctl-show.ts";
import { unitPropertyNames } from "./unit-properties.ts";
import type { UnitQuery } from "./unit-pattern.ts";
import { UnitStateError } from "./unit-state-error.ts";
import type { UnitScope, UnitState, UnitStateSource } from "./unit-state.ts";

const run = promisify(execFile);

/** How long `systemctl` may take, in ms. */
const timeoutMs = 10_000;

/** So many units are asked for by one `systemctl`, whose command line has a limit. */
const mostAtOnce = 500;

/** The most that one `systemctl` may print, in bytes. */
const mostOutput = 16 * 1024 * 1024;

/** Units by running `systemctl show`: for hosts whose bus cannot be reached. It cannot watch. */
export class SystemctlUnitStateSource implements UnitStateSource {
  readonly #scope: UnitScope;
  readonly #stop = new AbortController();

  constructor(scope: UnitScope) {
    this.#scope = scope;
  }

  async read(units: readonly string[]): Promise<UnitState[]> {
    const properties = unitPropertyNames.map((name) => `--property=${name}`);
    const states: UnitState[] = [];
    for (let at = 0; at < units.length; at += mostAtOnce) {
      const names = units.slice(at, at + mostAtOnce);
      states.push(...parseSystemctlShow(await this.#run(["show", ...properties, "--", ...names]), names));
    }
    return states;
  }

  async readMatching({ states, patterns }: UnitQuery): Promise<UnitState[]> {
    const wanted = states.length === 0 ? [] : [`--state=${states.join(",")}`];
    const list = await this.#run([
      "list-units",
      "--all",
      "--full",
      "--plain",
      "--no-legend",
      ...wanted,
      "--",
      ...patterns,
    ]);
    return this.read(list.split("\n").flatMap((line) => /^\S+/.exec(line.trim())?.[0] ?? []));
  }

  async #run(args: readonly string[]): Promise<string> {
    try {
      const { stdout } = await run("systemctl", [`--${this.#scope}`, "--no-pager", ...args], {
        timeout: timeoutMs,
        maxBuffer: mostOutput,
        signal: this.#stop.signal,
        env: { ...process.env, LC_ALL: "C", SYSTEMD_PAGER: "", SYSTEMD_COLORS: "0" },
      });
      return stdout;
    } catch (error) {
      throw new UnitStateError(reasonOf(error), { cause: error });
    }
  }

  watch(): () => void {
    return () => undefined;
  }

  watchMatching(): () => void {
    return () => undefined;
  }

  close(): void {
    this.#stop.abort();
  }
}

function reasonOf(error: unknown): string {
  const { stderr, code } = error as { readonly stderr?: unknown; readonly code?: unknown };
  if (code === "ENOENT") return "there is no systemctl on this host";
  const said = typeof stderr === "string" ? stderr.trim().split("\n")[0] : undefined;
  return said === undefined || said === "" ? "systemctl failed" : `systemctl: ${said}`;
}
