import { randomBytes } from "node:crypto";
import type { Server } from "socket.io";
import { LogTail } from "../kuma/log-tail.ts";
import { Heartbeats } from "./beats/heartbeats.ts";
import type { NewBeat } from "./beats/new-beat.ts";
import { CallLimit } from "./call-limit.ts";
import { PageCache } from "./http/page-cache.ts";
import type { MaintenanceBean } from "./resources/maintenance/maintenance-bean.ts";
import { Database, type Row } from "./database/database.ts";
import { readRecorded } from "./recorded/recorded-file.ts";
import { Settings } from "./settings.ts";

/** The checks that a running server makes by itself. */
export interface RunningChecks {
  start(monitor: Row): void;
  stop(monitorId: number): void;
  stopAll(): void;
  running(): readonly number[];
}

/** The samples that a running server has for Prometheus. */
export interface Samples {
  start(monitor: Row): void;
  stop(monitorId: number): void;
  update(monitor: Row, beat: NewBeat): void;
  text(): string;
}

/** The parts of a running double that need the double themselves. */
export interface DoubleParts {
  readonly checkers: RunningChecks;
  readonly metrics: Samples;
}

/** The data, which survives a restart; {@link DoubleKuma} holds the rest. */
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
  readonly checkers: RunningChecks;
  readonly monitorTypes = readRecorded("monitor-types");
  /** Where `/` leads to; in memory, apart from the setting. */
  entryPage: unknown;
  /** The maintenances that the running server knows. */
  readonly maintenances = new Map<number, MaintenanceBean>();
  readonly pages = new PageCache();
  readonly metrics: Samples;
  readonly #io: Server;

  constructor(data: DoubleData, io: Server, partsOf: (kuma: DoubleKuma) => DoubleParts) {
    this.database = data.database;
    this.settings = data.settings;
    this.heartbeats = data.heartbeats;
    this.jwtSecret = data.jwtSecret;
    this.log = data.log;
    this.domainNames = data.domainNames;
    this.#io = io;
    this.uploads = data.uploads;
    this.entryPage = data.settings.get("entryPage") ?? null;
    const { checkers, metrics } = partsOf(this);
    this.checkers = checkers;
    this.metrics = metrics;
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
