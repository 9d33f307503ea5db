import { agentConfigSchema } from "@kumakit/agent/config";
import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { agentUnit, installPaths, nodeCommand } from "../../src/index.ts";
import { installOnBed, tokenOf } from "../support/agent-on-bed.ts";
import { startPushRecorder, type PushRecorder } from "../support/push-recorder.ts";

const patiently = { timeout: 60_000, interval: 50 };

let bed: SystemdBed;
let server: PushRecorder;

/** One of each type that looks at the host itself, and none that runs programs: the strictest sandbox that they allow. */
function checks(): readonly Record<string, unknown>[] {
  return [
    { type: "disk", name: "data", paths: ["/srv/kuma-*"], minFree: ["10%", "1 MiB"], mustBeWritable: true },
    { type: "disk", name: "inodes", paths: ["/srv/kuma-data"], minFree: "0%", minFreeInodes: "20%" },
    {
      type: "disk",
      name: "mounted",
      paths: ["/srv/kuma-data/"],
      minFree: "0%",
      minFreeInodes: "0%",
      mustBeMount: true,
    },
    {
      type: "disk",
      name: "tmp-is-no-mount",
      paths: ["/var/tmp"],
      minFree: "0%",
      minFreeInodes: "0%",
      mustBeMount: true,
    },
    { type: "disk", name: "all-disks", minFree: "0%", minFreeInodes: "0%" },
    { type: "memory", name: "memory", minAvailable: "1 MiB", pressure: { full: "100%" }, for: 0 },
    { type: "memory", name: "no-memory", minAvailable: "100%", for: 0 },
    { type: "load", name: "load", max1: 1000, pressure: { some: "100%" } },
    { type: "file", name: "backup", path: "/home/backups/db-*.gz", maxAge: "1h", minCount: 2 },
    { type: "file", name: "flag", path: "/tmp/kuma-flag", contains: "/^ready$/" },
    { type: "file", name: "private", path: "/home/closed/file" },
    { type: "process", name: "worker", program: "sleep", commandLine: "/bin/sleep 98765", user: "bin" },
  ].map((check) => ({ ...check, interval: 6, tokenFile: `tokens/${check.name}` }));
}

async function must(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
  return stdout;
}

async function fill(path: string, megabytes: number): Promise<void> {
  await must("dd", "if=/dev/zero", `of=${path}`, "bs=1M", `count=${megabytes}`, "status=none");
}

/** A check's messages from now on; each call gives the newest. */
function saying(name: string): () => string {
  const from = performance.now();
  return () => {
    const push = server.pushes.findLast(({ at, token }) => at > from && token === tokenOf(name));
    return push === undefined ? "nothing" : `${push.status} ${push.message}`;
  };
}

beforeAll(async () => {
  bed = await startSystemdBed();
  server = await startPushRecorder();
  await must("mkdir", "-p", "/srv/kuma-data", "/home/backups", "/home/closed");
  await must("mount", "-t", "tmpfs", "-o", "size=20m,nr_inodes=100", "tmpfs", "/srv/kuma-data");
  await must("touch", "/home/backups/db-1.gz", "/home/backups/db-2.gz", "/home/closed/file");
  await must("chmod", "0700", "/home/closed");
  await bed.writeFile("/tmp/kuma-flag", "starting\nready\n");
  await bed.writeUnit("worker.service", "[Service]\nUser=bin\nExecStart=/bin/sleep 98765\n");
  await must("systemctl", "start", "worker");
  const config = { version: 1, server: { url: server.url }, host: "tk-app3", checks: checks() };
  await installOnBed(bed, agentConfigSchema.parse(config));
}, 120_000);

afterAll(async () => {
  await bed.stop();
  await server[Symbol.asyncDispose]();
});

describeOnBed("an installed agent that watches the host itself", () => {
  it("an installed agent, in its sandbox, sees the host as it is", { timeout: 120_000 }, async () => {
    await expect.poll(saying("data"), patiently).toMatch(/^up .*: \/srv\/kuma-data 100% free \(20 MiB\)/);
    await expect.poll(saying("inodes"), patiently).toMatch(/^up .*\/srv\/kuma-data 100% free/);
    await expect.poll(saying("mounted"), patiently).toMatch(/^up .*\/srv\/kuma-data 100% free/);
    // What the sandbox itself mounts must not be taken for the host's.
    await expect.poll(saying("tmp-is-no-mount"), patiently).toMatch(/^down .*nothing is mounted at \/var\/tmp/);
    await expect.poll(saying("all-disks"), patiently).toMatch(/^up .*free/);
    await expect
      .poll(saying("memory"), patiently)
      .toMatch(/^up .*% of [\d.]+ (?:GiB|MiB) \([\d.]+ (?:GiB|MiB)\) available, .*memory pressure some .*%, full .*%/);
    await expect.poll(saying("no-memory"), patiently).toMatch(/^down .*only .* of memory available, limit 100%/);
    await expect
      .poll(saying("load"), patiently)
      .toMatch(/^up .*load [\d.]+ [\d.]+ [\d.]+ with \d+ CPUs?, cpu pressure some .*%/);
    await expect
      .poll(saying("backup"), patiently)
      .toMatch(/^up .*\/home\/backups\/db-\d\.gz, the newest of 2, was last changed/);
    await expect.poll(saying("flag"), patiently).toMatch(/^up .*\/tmp\/kuma-flag was last changed/);
    await expect.poll(saying("private"), patiently).toMatch(/^down .*permission denied: \/home\/closed\/file/);
    await expect.poll(saying("worker"), patiently).toMatch(/^up .*1 running, [\d.]+ (?:KiB|MiB)/);
  });

  it("a file system that fills up is DOWN, and UP when it was freed", { timeout: 120_000 }, async () => {
    await fill("/srv/kuma-data/big", 19);
    await expect
      .poll(saying("data"), patiently)
      .toMatch(/^down .*\/srv\/kuma-data has only 5% free \([\d.]+ (?:MiB|KiB)\), limit 10%/);
    await must("rm", "/srv/kuma-data/big");
    await expect.poll(saying("data"), patiently).toMatch(/^up .*\/srv\/kuma-data 100% free/);
  });

  it("one without inodes is DOWN, and one that is read-only", { timeout: 120_000 }, async () => {
    await must("sh", "-c", "for i in $(seq 85); do : > /srv/kuma-data/$i; done");
    await expect
      .poll(saying("inodes"), patiently)
      .toMatch(/^down .*\/srv\/kuma-data has only 1\d% of its inodes free \(1\d\), limit 20%/);
    await must("mount", "-o", "remount,ro", "/srv/kuma-data");
    await expect.poll(saying("data"), patiently).toMatch(/^down .*\/srv\/kuma-data is read-only/);
    await must("mount", "-o", "remount,rw", "/srv/kuma-data");
    await must("sh", "-c", "rm /srv/kuma-data/*");
    await expect.poll(saying("data"), patiently).toMatch(/^up .*100% free/);
  });

  it("one that is mounted and unmounted while the agent runs is noticed", { timeout: 120_000 }, async () => {
    await must("umount", "/srv/kuma-data");
    await expect.poll(saying("mounted"), patiently).toMatch(/^down .*nothing is mounted at \/srv\/kuma-data/);
    await expect.poll(saying("data"), patiently).toMatch(/^down .*nothing is mounted that matches \/srv\/kuma-\*/);
    await must("mount", "-t", "tmpfs", "-o", "size=20m,nr_inodes=100", "tmpfs", "/srv/kuma-data");
    await expect.poll(saying("mounted"), patiently).toMatch(/^up .*\/srv\/kuma-data 100% free/);
  });

  it("files that are too old, too few, or say the wrong thing are DOWN", { timeout: 120_000 }, async () => {
    await must("touch", "-d", "3 hours ago", "/home/backups/db-1.gz", "/home/backups/db-2.gz");
    await expect
      .poll(saying("backup"), patiently)
      .toMatch(/^down .*the newest of 2, was last changed 3 h ago, limit 1 h/);
    await must("rm", "/home/backups/db-1.gz");
    await expect.poll(saying("backup"), patiently).toMatch(/^down .*1 there, at least 2 wanted/);
    await bed.writeFile("/tmp/kuma-flag", "starting\n");
    await expect.poll(saying("flag"), patiently).toMatch(/^down .*\/tmp\/kuma-flag does not say what it must/);
  });

  it("a process that is gone is DOWN", { timeout: 120_000 }, async () => {
    await must("systemctl", "kill", "--signal=KILL", "worker");
    await expect.poll(saying("worker"), patiently).toMatch(/^down .*no such process/);
  });

  it("a file system that hangs is reported, and holds up no other check", { timeout: 120_000 }, async () => {
    // A FUSE without a program behind it: a look at it waits for ever, as on an NFS whose server is gone.
    await must("mkdir", "-p", "/srv/kuma-hung");
    await must("mknod", "/dev/fuse", "c", "10", "229");
    const holder = bed.start([
      "sh",
      "-c",
      "exec 5<>/dev/fuse; mount -i -t fuse -o fd=5,rootmode=40000,user_id=0,group_id=0,allow_other hung /srv/kuma-hung && exec sleep 98765",
    ]);
    try {
      await expect
        .poll(saying("data"), patiently)
        .toMatch(/^down .*\/srv\/kuma-hung does not answer for \d+ s: it hangs/);
      const at = performance.now();
      await expect.poll(saying("worker"), patiently).toMatch(/^down .*no such process/);
      await expect.poll(saying("mounted"), patiently).toMatch(/^up .*\/srv\/kuma-data 100% free/);
      expect(performance.now() - at).toBeLessThan(20_000);
    } finally {
      holder.kill("SIGKILL");
      await holder.finished;
    }
    await must("umount", "-l", "/srv/kuma-hung");
    await expect.poll(saying("data"), patiently).toMatch(/^up .*\/srv\/kuma-data 100% free/);
  });

  async function exposure(...types: readonly string[]): Promise<{ readonly level: number; readonly unit: string }> {
    const chosen = checks().filter(({ name }) => types.includes(String(name)));
    const config = agentConfigSchema.parse({
      version: 1,
      server: { url: server.url },
      host: "tk-app3",
      checks: chosen,
    });
    const paths = installPaths("system");
    const command = nodeCommand("/usr/bin/node", paths.program);
    const unit = agentUnit({ paths, command, config, canNotify: true });
    await bed.writeUnit("exposed.service", unit);
    const { stdout } = await bed.exec(["systemd-analyze", "security", "--no-pager", "exposed.service"]);
    return { level: Number(/Overall exposure level for \S+: (?<level>[\d.]+)/.exec(stdout)?.groups?.["level"]), unit };
  }

  it("its service may do no more than these checks need", async () => {
    // 1.2 is a service that only watches units.
    expect((await exposure("data")).level).toBeLessThanOrEqual(1.2);
    expect((await exposure("memory", "load")).level).toBeLessThanOrEqual(1.3);
    expect((await exposure("backup", "all-disks")).level).toBeLessThanOrEqual(1.3);
    const all = await exposure(...checks().map(({ name }) => String(name)));
    expect(all.level).toBeLessThanOrEqual(1.9);
    expect(all.unit).toMatch(/^MemoryDenyWriteExecute=yes$/m);
    expect(all.unit).toMatch(/^PrivateDevices=yes$/m);
    expect(all.unit).toMatch(/^CapabilityBoundingSet=$/m);
  });
});
