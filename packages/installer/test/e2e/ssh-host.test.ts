import { startSshd, startSystemdBed, type Sshd, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { connectSsh, type ConnectedHost, type SshOptions } from "../../src/index.ts";
import { holdsHostContract } from "../support/host-contract.ts";

const password = "pass 'word' $(x) ä";

describeOnBed(
  "a host over SSH",
  () => {
    let bed: SystemdBed;
    let sshd: Sshd;

    beforeAll(async () => {
      bed = await startSystemdBed();
      const accounts = ["free", "asked", "refused", "fish", "shut"];
      for (const account of accounts) {
        const shell = account === "fish" ? "/usr/bin/fish" : account === "shut" ? "/usr/sbin/nologin" : "/bin/bash";
        await bed.exec(["useradd", "--create-home", "--shell", shell, account]);
        await bed.exec(["chpasswd"], { input: `${account}:${password}\n` });
      }
      await bed.writeFile(
        "/etc/sudoers.d/bed",
        "free ALL=(ALL) NOPASSWD: ALL\nfish ALL=(ALL) NOPASSWD: ALL\nasked ALL=(ALL) ALL\n",
        "0440",
      );
      sshd = await startSshd(bed, { accounts: ["root", ...accounts] });
      vi.stubEnv("PATH", sshd.searchPath);
    });

    afterAll(async () => {
      vi.unstubAllEnvs();
      sshd[Symbol.dispose]();
      await bed.stop();
    });

    const ways: [name: string, to: string, options?: SshOptions][] = [
      ["as root", "bed"],
      ["by sudo without a password", "free@bed"],
      ["by sudo with a password", "asked@bed", { askSudoPassword: async () => password }],
      ["with fish as login shell", "fish@bed"],
    ];

    describe.each(ways)("%s", (_name, to, options) => {
      let host: ConnectedHost;
      beforeAll(async () => {
        host = await connectSsh(to, options);
      });
      afterAll(async () => {
        await host[Symbol.asyncDispose]();
      });

      holdsHostContract(() => host);

      it("is root there, with root's home", async () => {
        const { output } = await host.runScript({ program: 'id -un; echo "$HOME"', args: [] });
        expect(output.toString()).toBe("root\n/root\n");
      });
    });
  },
  ["sshd", "ssh", "sudo", "fish"],
);
