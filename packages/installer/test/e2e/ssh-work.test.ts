import {
  runCommand,
  startSshd,
  startSystemdBed,
  startTcpRelay,
  type Sshd,
  type SystemdBed,
  type TcpRelay,
} from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";

import {
  carryOut,
  connectSsh,
  lockHost,
  surveyHost,
  type Host,
  type HostFacts,
  type HostPlan,
  type HostStep,
} from "../../src/index.ts";
import { SecretWatch } from "../support/process-watch.ts";

const password = "Passwort-7f3a";
const secrets = new Map([["token", "Token-91ce"]]);
const names = ["a", "b", "c", "d", "e", "f"];

describeOnBed(
  "work on a host over SSH",
  () => {
    let bed: SystemdBed;
    let sshd: Sshd;
    let relay: TcpRelay;
    const options = { askSudoPassword: async () => password };

    beforeAll(async () => {
      bed = await startSystemdBed();
      await bed.exec(["useradd", "--create-home", "--shell", "/bin/bash", "ops"]);
      await bed.exec(["chpasswd"], { input: `ops:${password}\n` });
      // Each step takes so long that a cut comes before the next one.
      await bed.writeFile("/usr/local/bin/chmod", '#!/bin/sh\nsleep 0.3\nexec /bin/chmod "$@"\n', "0755");
      await bed.writeFile("/etc/sudoers.d/bed", "ops ALL=(ALL) ALL\n", "0440");
      sshd = await startSshd(bed, { accounts: ["root", "ops"] });
      relay = await startTcpRelay(sshd.port);
      sshd.configure(`Host relayed\n  HostName 127.0.0.1\n  Port ${relay.port}\n  User ops
  HostKeyAlias [127.0.0.1]:${sshd.port}`);
      vi.stubEnv("PATH", sshd.searchPath);
    });

    afterAll(async () => {
      vi.unstubAllEnvs();
      await relay[Symbol.asyncDispose]();
      sshd[Symbol.dispose]();
      await bed.stop();
    });

    beforeEach(async () => {
      await bed.exec(["sh", "-c", "rm -rf /srv/work && mkdir /srv/work && echo former >/srv/work/c"]);
    });

    async function factsOf(host: Host): Promise<HostFacts> {
      const facts = await surveyHost(host, { scope: "user" });
      return { ...facts, folders: { home: "/srv", config: "/srv/c", data: "/srv/d", runtime: "/srv/work" } };
    }

    function planFor({ account: owner }: HostFacts): HostPlan {
      const steps = names.map((name): HostStep => {
        const content = { from: "secret", ref: "token" } as const;
        return { kind: "file", part: "token", path: `/srv/work/${name}`, mode: "0600", owner, content };
      });
      return { version: 1, action: "install", scope: "user", steps, warnings: [] };
    }

    async function work(onStep: (index: number) => void = () => undefined): Promise<void> {
      await using host = await connectSsh("relayed", options);
      const facts = await factsOf(host);
      await using lock = await lockHost(host, facts);
      let index = 0;
      await carryOut(host, planFor(facts), { lock, secrets, onStep: () => onStep(index++) });
    }

    async function contents(): Promise<string> {
      return (await bed.exec(["sh", "-c", "cd /srv/work && grep -H . [a-f]"])).stdout;
    }

    const all = names.map((name) => `${name}:Token-91ce\n`).join("");

    it("shows no secret to other accounts, on either side, and leaves nothing but the work", async () => {
      const list = ["sh", "-c", "ls -A /tmp /root /home/ops /var/tmp /srv/work"];
      const before = await bed.exec(list);
      const watch = new SecretWatch([password, "Token-91ce"]);
      await work();
      const { looks } = watch;
      expect(watch.found).toEqual([]);
      expect(looks).toBeGreaterThan(1000);
      // It would have seen one.
      await runCommand(["sh", "-c", "sleep 0.5"], { env: { ...process.env, TOKEN: "Token-91ce" } });
      watch.stop();
      expect(watch.found).not.toEqual([]);
      expect(await contents()).toBe(all);
      await bed.exec(["sh", "-c", "cd /srv/work && rm a b d e f"]);
      expect(await bed.exec(list)).toEqual(before);
      const log = await bed.exec(["journalctl", "--no-pager", "--output=cat"]);
      expect(log.stdout).toContain("ops");
      for (const secret of [password, "Token-91ce"]) expect(log.stdout).not.toContain(secret);
    });

    it.each(names.map((_name, index) => index))("converges when the connection is cut at step %i", async (at) => {
      const error: unknown = await work((index) => {
        if (index === at) relay.cut();
      }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: "INSTALLER_CONNECTION_LOST",
        host: "relayed",
        leftBehind: [expect.stringMatching(/^relayed was left at step \d of 6: it puts that back by itself/)],
      });
      // Until sshd there has noticed, the former run may still hold the lock.
      await expect.poll(() => work().then(() => "done", String), { timeout: 60_000, interval: 500 }).toBe("done");
      expect(await contents()).toBe(all);
    });

    it("puts back by itself what a run that was cut off has begun", async () => {
      await work((index) => {
        if (index === 0) relay.cut();
      }).catch(() => undefined);
      // With so little to do all may have been done before the cut was seen; then nothing of it is in the way.
      await expect.poll(contents, { timeout: 60_000 }).toMatch(/^c:former\n$|^a:Token-91ce\n(?:.*\n){5}$/);
    });
  },
  ["sshd", "ssh", "sudo"],
);
