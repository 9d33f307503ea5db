import { runCommand } from "../command/run-command.ts";

/** Runs in the server's folder, so that the database is written with the server's own SQLite. */
const program = `
const server = require("node:fs").realpathSync("server/server.js");
const { Database } = require("node:module").createRequire(server)("@louislam/sqlite3");
const { randomBytes } = require("node:crypto");
const [file, count, description] = process.argv.slice(1);
const database = new Database(file);
const fail = (error) => { if (error) { console.error(error.message); process.exit(1); } };
database.serialize(() => {
  database.run("BEGIN", fail);
  const insert = database.prepare(
    "INSERT INTO monitor (name, type, user_id, active, interval, retry_interval, push_token, description) " +
      "VALUES (?, 'push', (SELECT id FROM user ORDER BY id LIMIT 1), 0, 60, 60, ?, ?)", fail);
  for (let index = 1; index <= Number(count); index += 1)
    insert.run("seeded " + index, randomBytes(16).toString("hex"), description || null, fail);
  insert.finalize(fail);
  database.run("COMMIT", fail);
  database.all("SELECT id FROM monitor WHERE name LIKE 'seeded %' ORDER BY id DESC LIMIT " + Number(count), (error, rows) => {
    fail(error);
    console.log(JSON.stringify(rows.map(({ id }) => id).reverse()));
  });
});
database.close(fail);
`;

/** What is put into which database. */
export interface Seed {
  readonly file: string;
  readonly count: number;
  readonly description: string;
}

/** Puts paused push monitors into the database of a server that is stopped. */
export async function seedMonitors(
  programFolder: string,
  { file, count, description }: Seed,
): Promise<readonly number[]> {
  const argv = [process.execPath, "--eval", program, file, String(count), description];
  const { code, stdout, stderr } = await runCommand(argv, { cwd: programFolder });
  if (code !== 0) throw new Error(`The monitors could not be put into ${file}: ${stderr}`);
  return JSON.parse(stdout) as readonly number[];
}
