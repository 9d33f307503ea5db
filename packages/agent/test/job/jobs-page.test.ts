import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { buildAgent, execScene, token, type ExecScene } from "./exec-scene.ts";

const page = await readFile(new URL("../../../../docs/jobs.md", import.meta.url), "utf8");

/** The text in the page after `before`, to the end of the line. */
function lineAfter(before: RegExp): string {
  const found = new RegExp(`^${before.source}(.+)$`, "m").exec(page)?.[1];
  if (found === undefined) throw new Error(`docs/jobs.md has no line with ${before.source}`);
  return found;
}

let agent: Awaited<ReturnType<typeof buildAgent>>;
let scene: ExecScene;
beforeAll(async () => {
  agent = await buildAgent();
});
afterAll(() => agent.remove());
beforeEach(async () => {
  scene = await execScene(agent.program);
  const bin = join(scene.folder, "bin");
  await mkdir(bin);
  const programs = {
    "kuma-agent": `exec '${process.execPath}' '${agent.program}' "$@"`,
    "backup.sh": 'echo "saved $1"',
  };
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, name), 0o700);
  }
  // As the page says: a file that holds the push URL.
  await writeFile(join(scene.folder, "kuma-token"), `${scene.server.url}/api/push/${token}\n`, { mode: 0o600 });
});
afterEach(() => scene.close());

/** Runs a line of the page with its places moved into the scene's folder. */
async function runLine(line: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const here = line.replaceAll("/usr/local/bin", join(scene.folder, "bin")).replaceAll("/etc/backup", scene.folder);
  const env = { PATH: `${join(scene.folder, "bin")}:/usr/bin:/bin`, HOME: scene.folder, ...environment };
  return (await promisify(execFile)("/bin/sh", ["-c", here], { env, timeout: 20_000 })).stdout;
}

test("the line for a crontab", async () => {
  expect(await runLine(lineAfter(/15 2 \* \* \* {2}/), {})).toBe("saved --all\n");
  expect(scene.server.pushes).toMatchObject([{ path: `/api/push/${token}`, status: "up" }]);
  expect(scene.server.pushes[0]?.message).toContain("backup.sh succeeded");
});

test("the service of systemd, with its credential and its folder", async () => {
  const [name = "", file = ""] = lineAfter(/LoadCredential=/).split(":");
  expect(file).toBe("/etc/backup/kuma-token");
  await writeFile(join(scene.folder, name), await readFile(join(scene.folder, "kuma-token")), { mode: 0o400 });
  const state = join(scene.folder, lineAfter(/StateDirectory=/));
  await mkdir(state);
  const environment = { CREDENTIALS_DIRECTORY: scene.folder, STATE_DIRECTORY: state };
  expect(await runLine(lineAfter(/ExecStart=/), environment)).toBe("saved --all\n");
  expect(scene.server.pushes).toMatchObject([{ path: `/api/push/${token}`, status: "up" }]);
});
