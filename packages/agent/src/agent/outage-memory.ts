import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { isoTime } from "../service/iso-time.ts";
import type { Logger } from "../logger.ts";

/** An outage that has begun. */
interface Outage {
  /** When; wall clock, ms, as it outlives a boot. */
  readonly at: number;
  /** Whether nothing failed, but the host went down: it does not count when the thing has run all the while. */
  readonly isOfHost?: boolean;
}

/** Where outages are remembered, and who hears that they cannot be. */
export interface OutageMemoryOptions {
  /** The file; without one nothing outlives the agent. */
  readonly file: string | undefined;
  readonly logger: Logger;
}

/** Without zod: the agent that runs for months reads it. */
function outageIn(value: unknown): readonly [check: string, outage: Outage] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { check, since, isOfHost } = value as Readonly<Record<string, unknown>>;
  const at = typeof since === "string" ? Date.parse(since) : Number.NaN;
  if (typeof check !== "string" || Number.isNaN(at)) return undefined;
  return [check, isOfHost === true ? { at, isOfHost } : { at }];
}

function outagesIn(text: string): readonly (readonly [string, Outage])[] {
  try {
    const { version, outages } = JSON.parse(text) as { readonly version?: unknown; readonly outages?: unknown };
    return version === 1 && Array.isArray(outages)
      ? outages.map((value) => outageIn(value)).filter((one) => one !== undefined)
      : [];
  } catch {
    // A power cut may leave half a file. A duration is then missing in one message.
    return [];
  }
}

/**
 * The outages under way, by the names of their checks, kept in a file: a recovery says how long the outage lasted, also
 * when the agent or the whole host has started again meanwhile.
 */
export class OutageMemory {
  readonly #options: OutageMemoryOptions;
  readonly #outages = new Map<string, Outage>();
  #writing: Promise<void> | undefined;
  #isDue = false;
  #hasFailed = false;

  constructor(options: OutageMemoryOptions) {
    this.#options = options;
  }

  /** Reads the file. Without it, or when it cannot be read, nothing is remembered. Never throws. */
  async read(): Promise<void> {
    const { file } = this.#options;
    if (file === undefined) return;
    const text = await readFile(file, "utf8").catch(() => "");
    for (const [check, outage] of outagesIn(text)) this.#outages.set(check, outage);
  }

  /** Forgets the outages of checks that are not there any more. */
  keepOnly(checks: readonly string[]): void {
    for (const check of this.#outages.keys()) if (!checks.includes(check)) this.#forget(check);
  }

  /**
   * The check was found DOWN.
   *
   * @param sinceMs - for how long it has been so, as far as it is known
   * @returns for how long with what is remembered
   */
  noteDown(check: string, sinceMs: number): number {
    const now = Date.now();
    const before = this.#outages.get(check);
    const at = Math.min(now - sinceMs, before?.at ?? now);
    if (before?.at !== at || before.isOfHost === true) this.#keep(check, { at });
    return now - at;
  }

  /**
   * The check was found UP: the outage is over.
   *
   * @param sinceMs - for how long it has been UP, where that is known
   * @returns how long the outage lasted, in ms; undefined when there was none
   */
  noteUp(check: string, sinceMs: number | undefined): number | undefined {
    const outage = this.#outages.get(check);
    if (outage === undefined) return undefined;
    this.#forget(check);
    const now = Date.now();
    // A unit that simply runs is not asked since when.
    const began = sinceMs === undefined ? now : now - sinceMs;
    const hasStartedSince = began >= outage.at;
    // The shutdown was called off.
    if (outage.isOfHost === true && !hasStartedSince) return undefined;
    const lasted = (hasStartedSince ? began : now) - outage.at;
    // The clock was put back meanwhile.
    return lasted < 0 ? undefined : lasted;
  }

  /** The host goes down, and with it what runs. */
  noteEndOfHost(check: string): void {
    if (!this.#outages.has(check)) this.#keep(check, { at: Date.now(), isOfHost: true });
  }

  /** Waits until all is written. */
  async close(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  #keep(check: string, outage: Outage): void {
    this.#outages.set(check, outage);
    this.#touch();
  }

  #forget(check: string): void {
    this.#outages.delete(check);
    this.#touch();
  }

  #touch(): void {
    if (this.#options.file === undefined) return;
    this.#isDue = true;
    this.#writing ??= this.#write(this.#options.file);
  }

  /** Many units that die together are written together. */
  async #write(file: string): Promise<void> {
    while (this.#isDue) {
      await Promise.resolve();
      this.#isDue = false;
      await this.#replace(file);
    }
    this.#writing = undefined;
  }

  async #replace(file: string): Promise<void> {
    const outages = [...this.#outages].map(([check, { at, isOfHost }]) => ({ check, since: isoTime(at), isOfHost }));
    const temporary = `${file}.new`;
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(temporary, `${JSON.stringify({ version: 1, outages })}\n`, { mode: 0o600 });
      await rename(temporary, file);
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) this.#options.logger.warn(`outages cannot be remembered: ${(error as Error).message}`);
      this.#hasFailed = true;
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }
}
