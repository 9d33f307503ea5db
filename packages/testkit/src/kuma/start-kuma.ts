import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { demandFreePort, freePort } from "../network/free-port.ts";
import { guardFolder } from "../orphans/orphan-guard.ts";
import { patience } from "../patience.ts";
import { makeFirstAdmin, stopUpdateChecks } from "./first-run.ts";
import { endKuma, launchKuma, type KumaProcess } from "./kuma-process.ts";
import { prepareProgram, type KumaProgram } from "./kuma-program.ts";
import type { KumaAdmin, KumaServer, StartKumaOptions } from "./kuma-server.ts";
import { LogTail } from "./log-tail.ts";
import { quietEnvironment } from "./quiet-environment.ts";
import { seedMonitors } from "./seed-monitors.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

const bootTimeout = 60_000;

/** A free port may be taken by somebody else before the server has it. */
const portTries = 3;

/**
 * Starts a real Uptime Kuma on 127.0.0.1 with an empty database, makes its admin, and keeps it from calling home. It
 * ends with this process, however this process ends, and leaves nothing behind.
 *
 * @example
 * ```ts
 * await using kuma = await startKuma();
 * await fetch(`${kuma.url}/api/entry-page`);
 * ```
 * @throws Error with the last lines of the server's log when it does not come up.
 */
export async function startKuma(options: StartKumaOptions = {}): Promise<KumaServer> {
  const workFolder = await mkdtemp(path.join(tmpdir(), "kumakit-kuma-"));
  const release = guardFolder(workFolder);
  const remove = async (): Promise<void> => {
    await rm(workFolder, { recursive: true, force: true, maxRetries: 5 });
    release();
  };
  try {
    return await startIn(workFolder, options, remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function startIn(
  workFolder: string,
  options: StartKumaOptions,
  remove: () => Promise<void>,
): Promise<KumaServer> {
  const program = await prepareProgram(options.checkout ?? givenCheckout(), workFolder);
  const dataFolder = path.resolve(options.dataFolder ?? path.join(workFolder, "data"));
  await mkdir(dataFolder, { recursive: true });
  const admin = options.admin === false ? undefined : (options.admin ?? randomAdmin());
  const onPort = (port: number): StartedKuma =>
    new StartedKuma({ program, place: { port, dataFolder }, admin, env: options.env ?? {}, remove });
  if (options.port !== undefined) return await setUp(onPort(options.port));
  for (let tries = 1; ; tries += 1) {
    const server = onPort(await freePort());
    try {
      return await setUp(server);
    } catch (error) {
      if (!server.hasLostItsPort || tries === portTries) throw error;
    }
  }
}

/** A checkout for all tests that start a server and name none. */
function givenCheckout(): string | undefined {
  const folder = process.env["KUMA_TEST_CHECKOUT"] ?? "";
  return folder === "" ? undefined : folder;
}

async function setUp(server: StartedKuma): Promise<KumaServer> {
  const { url, admin } = server;
  try {
    await server.start();
    if (admin !== undefined && (await makeFirstAdmin(url, admin))) await stopUpdateChecks(url, admin);
    return server;
  } catch (error) {
    await server.kill();
    throw error;
  }
}

/** The password goes through the server's check of strength: letters and digits, at least 6 of them. */
function randomAdmin(): KumaAdmin {
  return { username: "admin", password: `a1-${randomBytes(12).toString("base64url")}` };
}

interface StartedKumaParts {
  readonly program: KumaProgram;
  readonly place: { readonly port: number; readonly dataFolder: string };
  readonly admin: KumaAdmin | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

class StartedKuma implements KumaServer {
  readonly url: string;
  readonly version: string;
  readonly label: string;
  readonly admin: KumaAdmin | undefined;
  readonly dataFolder: string;
  readonly #parts: StartedKumaParts;
  readonly #log = new LogTail();
  #run: KumaProcess | undefined;

  constructor(parts: StartedKumaParts) {
    this.#parts = parts;
    this.url = `http://127.0.0.1:${parts.place.port}`;
    this.version = parts.program.version;
    this.label = parts.program.label;
    this.admin = parts.admin;
    this.dataFolder = parts.place.dataFolder;
  }

  get pid(): number | undefined {
    return this.#run?.isRunning() === true ? this.#run.pid : undefined;
  }

  /** Whether the server found its port taken. */
  get hasLostItsPort(): boolean {
    return this.#log.all().includes("EADDRINUSE");
  }

  log(): string {
    return this.#log.all();
  }

  async start(): Promise<void> {
    if (this.pid !== undefined) throw new Error(`${this.label} at ${this.url} is running already`);
    const { program, place, env } = this.#parts;
    await demandFreePort(place.port);
    const run = launchKuma({ program, env: quietEnvironment(place, env), log: this.#log });
    this.#run = run;
    try {
      await waitUntilReady(this.url, {
        timeout: patience(bootTimeout),
        isAlive: () => run.isRunning() && !this.hasLostItsPort,
      });
    } catch (error) {
      await this.kill();
      const { message } = error as Error;
      throw new Error(`${message} (${this.label}). The end of its log:\n${this.#log.lastLines(30)}`, { cause: error });
    }
  }

  async stop(): Promise<void> {
    if (this.#run !== undefined) await endKuma(this.#run);
  }

  async kill(): Promise<void> {
    if (this.#run?.isRunning() !== true) return;
    this.#run.signal("SIGKILL");
    await this.#run.ended;
  }

  async seedMonitors(
    count: number,
    { description = "", beats = 0 }: { readonly description?: string; readonly beats?: number } = {},
  ): Promise<readonly number[]> {
    await this.stop();
    const file = path.join(this.dataFolder, "kuma.db");
    const ids = await seedMonitors(this.#parts.program, { file, count, description, beats });
    await this.start();
    return ids;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.#parts.remove();
  }
}
