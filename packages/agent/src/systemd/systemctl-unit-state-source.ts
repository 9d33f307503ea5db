import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { parseSystemctlShow } from "./systemctl-show.ts";
import { unitPropertyNames } from "./unit-properties.ts";
import { UnitStateError } from "./unit-state-error.ts";
import type { UnitScope, UnitState, UnitStateSource } from "./unit-state.ts";

const run = promisify(execFile);

/** How long `systemctl` may take, in ms. */
const timeoutMs = 10_000;

/** Units by running `systemctl show`: for hosts whose bus cannot be reached. It cannot watch. */
export class SystemctlUnitStateSource implements UnitStateSource {
  readonly #scope: UnitScope;
  readonly #stop = new AbortController();

  constructor(scope: UnitScope) {
    this.#scope = scope;
  }

  async read(units: readonly string[]): Promise<UnitState[]> {
    const properties = unitPropertyNames.filter((name) => name !== "ConditionTimestampMonotonic");
    const args = [
      `--${this.#scope}`,
      "show",
      `--property=${properties.join(",")}`,
      "--property=ConditionTimestampMonotonic",
      "--",
      ...units,
    ];
    try {
      const { stdout } = await run("systemctl", args, {
        timeout: timeoutMs,
        signal: this.#stop.signal,
        env: { ...process.env, LC_ALL: "C", SYSTEMD_PAGER: "" },
      });
      return parseSystemctlShow(stdout, units);
    } catch (error) {
      throw new UnitStateError(reasonOf(error), { cause: error });
    }
  }

  watch(): () => void {
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
