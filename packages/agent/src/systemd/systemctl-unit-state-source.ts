import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { parseSystemctlShow } from "./systemctl-show.ts";
import { unitPropertyNames, unitStateOf } from "./unit-properties.ts";
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
    const states: UnitState[] = [];
    for (let at = 0; at < units.length; at += mostAtOnce) {
      states.push(...(await this.#show(units.slice(at, at + mostAtOnce))));
    }
    return states;
  }

  /** One unit that cannot be shown makes systemctl leave out all after it: that one is found, and the others are shown. */
  async #show(units: readonly string[]): Promise<readonly UnitState[]> {
    const properties = unitPropertyNames.map((name) => `--property=${name}`);
    try {
      return parseSystemctlShow(await this.#run(["show", ...properties, "--", ...units]), units);
    } catch (error) {
      if (!(error instanceof UnitStateError) || !error.isAnswer) throw error;
      const [first = "", ...rest] = units;
      if (rest.length === 0) return [await this.#showRow(first, error)];
      const middle = Math.ceil(units.length / 2);
      return [...(await this.#show(units.slice(0, middle))), ...(await this.#show(units.slice(middle)))];
    }
  }

  async #showRow(unit: string, reason: UnitStateError): Promise<UnitState> {
    const list = await this.#run(["list-units", "--all", "--full", "--plain", "--no-legend", "--", unit]);
    const [name, LoadState, ActiveState, SubState] = list.trim().split(/\s+/);
    if (name === undefined || LoadState === undefined || ActiveState === undefined || SubState === undefined)
      throw reason;
    return unitStateOf(unit, { LoadState, ActiveState, SubState });
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
      const { code } = error as { readonly code?: unknown };
      // Its own exit code, not that it does not exist or was ended after its time.
      throw new UnitStateError(reasonOf(error), { cause: error, isAnswer: typeof code === "number" });
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
