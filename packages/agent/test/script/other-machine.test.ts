import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describeWith } from "@kumakit/testkit/vitest";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startPushServer, type PushServer } from "../support/start-push-server.ts";
import { busyboxTools, gnuTools, makeScript, type Script, type ScriptRun } from "./script-tools.ts";

const original = "0123456789abcdef0123456789abcdef";
const copy = "fedcba9876543210fedcba9876543210";

let server: PushServer;
let script: Script | undefined;
beforeEach(async () => {
  server = await startPushServer();
});
afterEach(async () => {
  await script?.dispose();
  script = undefined;
  await server.close();
});

const hosts = [
  { name: "dash", needs: ["dash", "curl"], shell: ["dash"], tools: gnuTools({ curl: "curl" }) },
  { name: "BusyBox", needs: ["busybox", "curl"], shell: ["busybox", "ash"], tools: busyboxTools({ curl: "curl" }) },
];

for (const { name, needs, shell, tools } of hosts) {
  describeWith(needs, `${name}: a script that was installed on a machine`, () => {
    /** Runs it on a host with this id, which other files of this machine say nothing of. */
    async function runOn(id: string, mounted = "/etc/other"): Promise<ScriptRun> {
      const job = { type: "command", name: "job", command: ["/bin/true"], interval: 20, timeout: 5, tokenFile: "one" };
      await script?.dispose();
      script = await makeScript({
        config: { server: { url: server.url }, checks: [job] },
        tools,
        tokens: { one: "T0ken", "machine-id": `${original}\n`, id: `${id}\n` },
      });
      const mounts = join(script.folder, "mounts");
      await writeFile(mounts, `22 1 254:0 / / rw - ext4 /dev/vda rw\n97 22 0:25 /x ${mounted} ro - tmpfs tmpfs rw\n`);
      const file = join(script.folder, "kuma-agent.sh");
      const text = (await readFile(file, "utf8"))
        .replaceAll("[ -r /etc/machine-id ]", `[ -r ${script.folder}/id ]`)
        .replaceAll("</etc/machine-id", `<${script.folder}/id`)
        .replaceAll("</proc/self/mountinfo", `<${mounts}`);
      await writeFile(file, text);
      return script.run(shell, "--verbose");
    }

    test("pushes there", async () => {
      expect(await runOn(original)).toMatchObject({ code: 0 });
      expect(server.pushes).toHaveLength(1);
    });

    test("pushes nothing on another one, and says so", async () => {
      const { code, stderr } = await runOn(copy);
      expect(code).toBe(1);
      expect(stderr).toContain('run "kuma agent install --as-copy"');
      expect(server.pushes).toEqual([]);
    });

    test.each(["", "uninitialized"])("compares nothing with the id %j", async (id) => {
      expect(await runOn(id)).toMatchObject({ code: 0 });
    });

    test("compares nothing where the id is new with each boot", async () => {
      expect(await runOn(copy, "/etc/machine-id")).toMatchObject({ code: 0 });
      expect(server.pushes).toHaveLength(1);
    });
  });
}
