import type { SystemdBed } from "@kumakit/testkit";
import { posix } from "node:path";

import type { FileAttributes, FileInfo, Host, RunResult } from "../../src/index.ts";

/**
 * The inside of a systemd bed as a host, reached by commands alone, as one behind SSH would be: what passes here relies
 * on nothing of this machine.
 */
export function bedHost(bed: SystemdBed): Host {
  async function must(argv: readonly [string, ...string[]], input?: string): Promise<RunResult> {
    const result = await bed.exec(argv, input === undefined ? {} : { input });
    if (result.code !== 0) throw new Error(`${argv.join(" ")}: ${result.stderr}`);
    return result;
  }
  async function write(path: string, content: Buffer, { mode, owner }: FileAttributes): Promise<string> {
    const beside = posix.join(posix.dirname(path), `.kuma-${process.hrtime.bigint()}`);
    const script = 'umask 077; base64 -d >"$1" && chown "$2" "$1" && chmod "$3" "$1"';
    const account = `${owner.user}:${owner.group}`;
    await must(["sh", "-c", script, "sh", beside, account, mode.toString(8)], content.toString("base64"));
    return beside;
  }
  const host: Host = {
    label: "the bed",
    async identity() {
      const { stdout } = await must(["cat", "/etc/hostname", "/etc/machine-id"]);
      const [hostname = "", machineId = ""] = stdout.split("\n");
      return { hostname, machineId, user: { name: "root", group: "root", uid: 0, home: "/root" } };
    },
    run: async (argv, { input, env } = {}) =>
      await bed.exec(argv, { ...(input === undefined ? {} : { input }), ...(env === undefined ? {} : { env }) }),
    async readFile(path) {
      if ((await host.stat(path)) === undefined) return undefined;
      return Buffer.from((await must(["base64", "--", path])).stdout, "base64");
    },
    async writeFile(path, content, attributes) {
      await must(["mv", "-T", "--", await write(path, content, attributes), path]);
    },
    async copyFile(from, to, attributes) {
      await must(["cp", "--", from, to]);
      await host.setAttributes(to, attributes);
    },
    async createFile(path, content, attributes) {
      const beside = await write(path, content, attributes);
      const { code } = await bed.exec(["ln", "-T", "--", beside, path]);
      await must(["rm", "--", beside]);
      return code === 0;
    },
    async stat(path) {
      const { code, stdout } = await bed.exec(["stat", "-c", "%F|%a|%U|%G", "--", path]);
      return code === 0 ? parseInfo(stdout.trim()) : undefined;
    },
    async realPath(path) {
      const { code, stdout } = await bed.exec(["realpath", "-e", "--", path]);
      return code === 0 ? stdout.trimEnd() : undefined;
    },
    async makeFolder(path, attributes) {
      await must(["mkdir", "--", path]);
      await host.setAttributes(path, attributes);
    },
    async setAttributes(path, { mode, owner }) {
      await must(["chown", `${owner.user}:${owner.group}`, "--", path]);
      await must(["chmod", mode.toString(8), "--", path]);
    },
    removeFile: async (path) => (await bed.exec(["rm", "--", path])).code === 0,
    removeEmptyFolder: async (path) => (await bed.exec(["rmdir", "--", path])).code === 0,
    async processStartedAt(pid) {
      const { code, stdout } = await bed.exec(["stat", "-c", "%Z", `/proc/${pid}`]);
      return code === 0 ? stdout.trim() : undefined;
    },
  };
  return host;
}

function parseInfo(line: string): FileInfo {
  const [kind = "", mode = "", user = "", group = ""] = line.split("|");
  const kinds: Readonly<Record<string, FileInfo["kind"]>> = {
    "regular file": "file",
    "regular empty file": "file",
    directory: "folder",
    "symbolic link": "link",
  };
  return { kind: kinds[kind] ?? "other", mode: Number.parseInt(mode, 8), owner: { user, group } };
}
