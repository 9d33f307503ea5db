import { randomBytes } from "node:crypto";
import { createServer, type Server as HttpServer } from "node:http";
import type { Socket } from "node:net";
import { Server } from "socket.io";
import type { KumaAdmin } from "../kuma/kuma-server.ts";
import { closeServer, listenOnLoopback } from "../network/loopback-server.ts";
import { hashOf } from "./auth/passwords.ts";
import { Checkers } from "./beats/checkers.ts";
import { DoubleData, DoubleKuma } from "./double-kuma.ts";
import { doubledVersion } from "./doubled-version.ts";
import { answerRequest } from "./http/answer-request.ts";
import { Metrics } from "./http/metrics.ts";
import type { KumaDouble, KumaDoubleOptions } from "./kuma-double.ts";
import { startMaintenances, stopMaintenances } from "./resources/maintenance/run-maintenance.ts";
import { seedMonitors } from "./seed-monitors.ts";
import { DoubleSession } from "./socket/double-session.ts";
import { serveSession } from "./socket/serve-session.ts";
import { sufferFrom, type TransportFault } from "./transport-fault.ts";

/**
 * Starts a double of an Uptime Kuma 2.5.3 on 127.0.0.1, for where no real one can run. Its behaviour is held to
 * recordings of a real one.
 *
 * @example
 * ```ts
 * await using kuma = await startKumaDouble();
 * await fetch(`${kuma.url}/api/entry-page`);
 * ```
 */
export async function startKumaDouble(options: KumaDoubleOptions = {}): Promise<KumaDouble> {
  const admin = options.admin === false ? undefined : (options.admin ?? randomAdmin());
  const double = new StartedDouble(admin);
  await double.listen(options.port ?? 0);
  return double;
}

function randomAdmin(): KumaAdmin {
  return { username: "admin", password: `a1-${randomBytes(12).toString("base64url")}` };
}

interface Run {
  readonly http: HttpServer;
  readonly io: Server;
  readonly kuma: DoubleKuma;
  readonly connections: ReadonlySet<Socket>;
}

class StartedDouble implements KumaDouble {
  readonly version = doubledVersion;
  readonly label = `double of ${doubledVersion}`;
  readonly admin: KumaAdmin | undefined;
  readonly #data = new DoubleData();
  #port = 0;
  #run: Run | undefined;
  #fault: TransportFault | undefined;

  constructor(admin: KumaAdmin | undefined) {
    this.admin = admin;
    if (admin !== undefined)
      this.#data.database.insert("user", { username: admin.username, password: hashOf(admin.password) });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  log(): string {
    return this.#data.log.all();
  }

  async listen(port: number): Promise<void> {
    const http = createServer();
    const io = new Server(http, { serveClient: false });
    const kuma = new DoubleKuma(this.#data, io, (double) => ({
      checkers: new Checkers(double),
      metrics: new Metrics(double),
    }));
    const connections = new Set<Socket>();
    http.on("connection", (connection) => {
      connections.add(connection);
      connection.once("close", () => connections.delete(connection));
    });
    http.on("request", (request, response) => {
      if (!(request.url ?? "").startsWith("/socket.io/")) void answerRequest(kuma, request, response);
    });
    io.on("connection", (socket) => {
      sufferFrom(socket, () => this.#fault);
      serveSession(new DoubleSession(kuma, socket, io));
    });
    this.#port = await listenOnLoopback(http, port);
    startMaintenances(kuma);
    this.#run = { http, io, kuma, connections };
    for (const monitor of this.#data.database.find("monitor", { active: 1 })) kuma.checkers.start(monitor);
  }

  async start(): Promise<void> {
    if (this.#run !== undefined) throw new Error(`${this.label} at ${this.url} is running already`);
    await this.listen(this.#port);
  }

  async stop(): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = undefined;
    run.kuma.checkers.stopAll();
    stopMaintenances(run.kuma);
    for (const connection of run.connections) connection.destroy();
    await closeServer(run.http);
  }

  async kill(): Promise<void> {
    await this.stop();
  }

  seedMonitors(count: number, columns: Readonly<Record<string, unknown>> = {}): readonly number[] {
    return seedMonitors(this.#data.database, count, columns);
  }

  setFault(fault: TransportFault | undefined): void {
    this.#fault = fault;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
