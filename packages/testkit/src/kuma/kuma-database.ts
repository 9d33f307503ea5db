import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { KumaServer } from "./kuma-server.ts";
import { npmReleaseFolder } from "./npm-release.ts";

/** A copy to make of a monitor. */
export interface MonitorCopy {
  readonly name: string;
  readonly pushToken: string;
}

/** A heartbeat as it is stored. */
export interface StoredBeat {
  /** The monitor's name. */
  readonly monitor: string;
  readonly status: "down" | "up" | "pending" | "maintenance";
  readonly message: string;
  /** Whether it is a change. */
  readonly important: boolean;
}

/**
 * Copies a Push monitor, with whom it alerts, straight into the database of a stopped server. The server itself takes
 * ever longer for each monitor it is asked to make, as it sends its whole list each time: 290 s for 300.
 *
 * @param kuma - stopped
 * @param monitorId - what is copied
 * @throws Error when the server runs, or the database does not take them
 */
export async function copyMonitor(kuma: KumaServer, monitorId: number, copies: readonly MonitorCopy[]): Promise<void> {
  if (kuma.pid !== undefined) throw new Error("the database of a running server must be left alone");
  await onDatabase(kuma, copying, { monitorId, copies });
}

/** Every heartbeat of every monitor, oldest first. The server may run. */
export async function storedBeats(kuma: KumaServer): Promise<readonly StoredBeat[]> {
  const statuses = ["down", "up", "pending", "maintenance"] as const;
  const rows = JSON.parse(await onDatabase(kuma, reading, {})) as {
    monitor: string;
    status: number;
    msg: string | null;
    important: number;
  }[];
  return rows.map(({ monitor, status, msg, important }) => ({
    monitor,
    status: statuses[status] ?? "pending",
    message: msg ?? "",
    important: important === 1,
  }));
}

/** The driver is a part of the release and is only found from its folder, so this is a separate process. */
async function onDatabase(kuma: KumaServer, program: string, input: unknown): Promise<string> {
  const child = spawn(process.execPath, ["-e", opening + program, path.join(kuma.dataFolder, "kuma.db")], {
    cwd: npmReleaseFolder(),
    stdio: "pipe",
  });
  let output = "";
  let complaint = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  child.stdin.end(JSON.stringify(input));
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`the database of ${kuma.label} does not take it: ${complaint}`);
  return output;
}

const opening = `
const { Database } = require("@louislam/sqlite3");
const input = JSON.parse(require("fs").readFileSync(0, "utf8"));
const db = new Database(process.argv[1]);
db.configure("busyTimeout", 10000);
const orThrow = (error) => { if (error) throw error; };
`;

const copying = `
const id = Number(input.monitorId);
db.serialize(() => {
  db.run("BEGIN", orThrow);
  db.run("CREATE TEMP TABLE one AS SELECT * FROM monitor WHERE id = " + id, orThrow);
  for (const { name, pushToken } of input.copies) {
    db.run("UPDATE one SET id = (SELECT max(id) + 1 FROM monitor), name = ?, push_token = ?", [name, pushToken], orThrow);
    db.run("INSERT INTO monitor SELECT * FROM one", orThrow);
    db.run("INSERT INTO monitor_notification (monitor_id, notification_id) SELECT (SELECT id FROM one), notification_id" +
      " FROM monitor_notification WHERE monitor_id = " + id, orThrow);
  }
  db.run("COMMIT", orThrow);
});
db.close(orThrow);
`;

const reading = `
db.all("SELECT monitor.name AS monitor, status, msg, important FROM heartbeat" +
  " JOIN monitor ON monitor.id = heartbeat.monitor_id ORDER BY heartbeat.id", (error, rows) => {
  orThrow(error);
  process.stdout.write(JSON.stringify(rows));
});
`;
