import { runCommand } from "../command/run-command.ts";
import type { KumaProgram } from "./kuma-program.ts";

/** Runs in the server's folder, so that the database is written with the server's own SQLite. */
const program = `
const server = require("node:fs").realpathSync("server/server.js");
const load = require("node:module").createRequire(server);
const { randomBytes } = require("node:crypto");
const [file, count, description, beats] = process.argv.slice(1);
const insert = "INSERT INTO monitor (name, type, user_id, active, interval, retry_interval, push_token, description) " +
  "VALUES (?, 'push', (SELECT id FROM USERS ORDER BY id LIMIT 1), 0, 60, 60, ?, ?)";
const written = "SELECT id FROM monitor WHERE name LIKE 'seeded %' ORDER BY id DESC LIMIT " + Number(count);
const rows = Array.from({ length: Number(count) }, (_, index) =>
  ["seeded " + (index + 1), randomBytes(16).toString("hex"), description || null]);
const fill = "INSERT INTO heartbeat (important, monitor_id, status, msg, time, ping, duration) " +
  "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < " + Number(beats) + ") " +
  "SELECT n = 1, monitor.id, 1, 'OK', strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || ((" + Number(beats) + " - n) * 60) || ' seconds'), NULL, 60 " +
  "FROM number, monitor WHERE monitor.name LIKE 'seeded %' ORDER BY n, monitor.id";
const print = (found) => console.log(JSON.stringify(found.map(({ id }) => id).reverse()));
const isThree = Number(load("../package.json").version.split(".")[0]) >= 3;
if (isThree) {
  const database = load("better-sqlite3")(file);
  const statement = database.prepare(insert.replace("USERS", "better_auth_user"));
  database.transaction(() => {
    rows.forEach((row) => statement.run(...row));
    if (Number(beats) > 0) database.exec(fill);
  })();
  print(database.prepare(written).all());
  database.close();
} else {
  const { Database } = load("@louislam/sqlite3");
  const database = new Database(file);
  const fail = (error) => { if (error) { console.error(error.message); process.exit(1); } };
  database.serialize(() => {
    database.run("BEGIN", fail);
    const statement = database.prepare(insert.replace("USERS", "user"), fail);
    for (const row of rows) statement.run(...row, fail);
    statement.finalize(fail);
    if (Number(beats) > 0) database.run(fill, fail);
    database.run("COMMIT", fail);
    database.all(written, (error, found) => {
      fail(error);
      print(found);
    });
  });
  database.close(fail);
}
`;

/** The rows to write, and the database. */
export interface Seed {
  readonly file: string;
  readonly count: number;
  readonly description: string;
  /** How many heartbeats each has. */
  readonly beats: number;
}

/** Puts paused push monitors into the database of a server that is stopped. */
export async function seedMonitors(
  { folder, node }: KumaProgram,
  { file, count, description, beats }: Seed,
): Promise<readonly number[]> {
  const argv = [node, "--eval", program, file, String(count), description, String(beats)];
  const { code, stdout, stderr } = await runCommand(argv, { cwd: folder });
  if (code !== 0) throw new Error(`The monitors could not be put into ${file}: ${stderr}`);
  return JSON.parse(stdout) as readonly number[];
}
