import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  findProgram,
  missingPrograms,
  runCommand,
  startCommand,
  startSystemdBed,
  throughLayer,
} from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";

const script = path.resolve(import.meta.dirname, "../../src/layer/layer.sh");

describeOnBed(
  "the layer",
  () => {
    let cache: string;
    beforeEach(() => {
      cache = mkdtempSync(path.join(tmpdir(), "kumakit-layers-"));
    });
    afterEach(() => rmSync(cache, { recursive: true }));

    const prepare = ["bash", script, "prepare"] as const;

    test("has its programs run where we are, as they would run by themselves", async () => {
      const words = ["sh", "-c", 'printf "%s|" "$PWD" "$0" "$A"; exit 7', "two  words"];
      const options = { cwd: "/usr/lib", env: { A: "b", PATH: process.env["PATH"] } };
      const alone = await runCommand(words, options);
      expect(alone).toEqual({ stdout: "/usr/lib|two  words|b|", stderr: "", code: 7 });
      expect(await runCommand(throughLayer(words, "/usr/lib"), options)).toEqual(alone);
      expect((await runCommand(throughLayer(["zsh", "-c", "echo $ZSH_NAME"]))).stdout).toBe("zsh\n");
    });

    test("is seen in every bed, and nothing of it runs there", async () => {
      await using bed = await startSystemdBed();
      const zsh = findProgram("zsh") ?? "";
      expect((await bed.exec([zsh, "-c", "echo $ZSH_NAME"])).stdout).toBe("zsh\n");
      const running = await bed.exec(["systemctl", "list-units", "--state=running", "--plain", "--no-legend"]);
      expect(running.stdout).not.toMatch(/^(?:cron|nginx|ssh|supervisor|podman)/m);
    });

    test("lacks what no package of it brings, and says so", () => {
      expect(missingPrograms(["sh"])).toBeUndefined();
      expect(missingPrograms(["sh", "no-such-program"])).toBe("it needs no-such-program, not installed here");
    });

    test("is made once by two who need it at the same time", async () => {
      const argv = [...prepare, cache, "one", "busybox"];
      const [first, second] = await Promise.all([runCommand(argv), runCommand(argv)]);
      expect([first.code, second.code]).toEqual([0, 0]);
      expect([first.stdout, second.stdout].filter((said) => said.includes("busybox"))).toHaveLength(1);
      expect(readdirSync(path.join(cache, "one")).toSorted()).toEqual(["files", "ready"]);
    });

    test("is begun again when who made it was killed", async () => {
      const killed = startCommand([...prepare, cache, "one", "busybox"]);
      await expect.poll(() => existsSync(path.join(cache, "one/files")), { timeout: 30_000 }).toBe(true);
      killed.kill("SIGKILL");
      await killed.finished;
      expect(existsSync(path.join(cache, "one/ready"))).toBe(false);
      expect((await runCommand([...prepare, cache, "one", "busybox"])).code).toBe(0);
      expect(existsSync(path.join(cache, "one/ready"))).toBe(true);
    });

    test("stays while somebody looks through it, however old it is", async () => {
      expect((await runCommand([...prepare, cache, "one", "busybox"])).code).toBe(0);
      const holder = startCommand(["unshare", "--mount", "bash", script, "hold", cache, "one"]);
      await holder.waitForText("ready");
      const age = async (): Promise<void> => {
        await runCommand(["touch", "--date=3 weeks ago", path.join(cache, "one/ready")]);
        await runCommand(["bash", script, "unused", cache]);
      };
      await age();
      expect(existsSync(path.join(cache, "one"))).toBe(true);
      holder.kill("SIGKILL");
      await holder.finished;
      await age();
      expect(existsSync(path.join(cache, "one"))).toBe(false);
    });
  },
  ["zsh"],
);
