import { randomBytes } from "node:crypto";
import type { Server } from "socket.io";
import { LogTail } from "../kuma/log-tail.ts";
import { Checkers } from "./beats/checkers.ts";
import { Heartbeats } from "./beats/heartbeats.ts";
import { CallLimit } from "./call-limit.ts";
import { Metrics } from "./http/metrics.ts";
import { PageCache } from "./http/page-cache.ts";
import type { MaintenanceBean } from "./resources/maintenance/maintenance-bean.ts";
import { Database } from "./database/database.ts";
import { readRecorded } from "./recorded/recorded-file.ts";
import { Settings } from "./settings.ts";

/** What survives a restart is the data; what does not is in {@link DoubleKuma}. */
export class DoubleData {
  readonly database = new Database();
  readonly settings = new Settings();
  readonly heartbeats = new Heartbeats();
  readonly jwtSecret = randomBytes(32).toString("hex");
  readonly log = new LogTail();
  /** The host names of status pages by the pages' ids. */
  readonly domainNames = new Map<number, readonly string[]>();
  /** Uploaded pictures by their file names; they outlive what they were uploaded for. */
  readonly uploads = new Map<string, Buffer>();

  constructor() {
    this.settings.set("jwtSecret", this.jwtSecret, null);
  }
}

/** A running double: its data, its limits, its clients. */
export class DoubleKuma {
  readonly database: Database;
  readonly settings: Settings;
  readonly heartbeats: Heartbeats;
  readonly jwtSecret: string;
  readonly log: LogTail;
  readonly domainNames: Map<number, readonly string[]>;
  readonly uploads: Map<string, Buffer>;
  readonly logInLimit = new CallLimit(20);
  readonly twoFactorLimit = new CallLimit(30);
  readonly checkers = new Checkers(this);
  readonly monitorTypes = readRecorded("monitor-types");
  /** Where `/` leads to; in memory, apart from the setting. */
  entryPage: unknown;
  /** What the running server knows of its maintenances. */
  readonly maintenances = new Map<number, MaintenanceBean>();
  readonly pages = new PageCache();
  readonly metrics: Metrics;
  readonly #io: Server;

  constructor(data: DoubleData, io: Server) {
    this.database = data.database;
    this.settings = data.settings;
    this.heartbeats = data.heartbeats;
    this.jwtSecret = data.jwtSecret;
    this.log = data.log;
    this.domainNames = data.domainNames;
    this.#io = io;
    this.uploads = data.uploads;
    this.metrics = new Metrics(data.database.all("tag").map(({ name }) => String(name)));
    this.entryPage = data.settings.get("entryPage") ?? null;
  }

  /** Whether it has no user yet. */
  get needsSetup(): boolean {
    return this.database.all("user").length === 0;
  }

  /** Changes where `/` leads to, and the setting with it. */
  setEntryPage(entryPage: string): void {
    this.entryPage = entryPage;
    this.settings.set("entryPage", entryPage, "general");
  }

  sendToUser(userId: number, event: string, ...values: readonly unknown[]): void {
    this.#io.to(`user ${userId}`).emit(event, ...values);
  }
}
