import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWith } from "@kumakit/testkit/vitest";
import { afterEach, beforeEach, expect, test } from "vitest";

import { awks, judgeByAwk, type AwkVerdict } from "./awk-judge.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kuma-outages-"));
  await writeFile(join(folder, "token"), "T0ken\n");
});
afterEach(async () => rm(folder, { recursive: true }));

/** The beginning of the first boot, in s since 1970. */
const boot = 1_790_000_000;

for (const awk of awks) {
  describeWith([awk[0]], `an outage that the script remembers, by ${awk.join(" ")}`, () => {
    /** A look at a program, so long after the first boot; the host has started again some time before. */
    async function look(at: number, exitCode: 0 | 1, startedAt = 0): Promise<AwkVerdict> {
      await writeFile(join(folder, "command.1"), `o it says so\nx ${exitCode} 1 2\n`);
      const row = ["1", "command", "-", "job", "10", join(folder, "token"), "the job"].join("\t");
      return await judgeByAwk(awk, `${row}\n`, { folder, now: at - startedAt, epoch: boot + at });
    }

    /** A boot empties the folder of the script's state. */
    async function reboot(): Promise<void> {
      await rm(join(folder, "state"));
    }

    test("lasts from its beginning on, over a reboot", async () => {
      await look(1000, 0);
      expect((await look(2000, 1)).pushed?.status).toBe("down");
      await reboot();
      expect((await look(2400, 1, 2300)).pushed?.message).toBe("it says so (job ended with exit code 1)");
      expect((await look(2600, 0, 2300)).pushed).toEqual({ status: "up", message: "it says so, after 10 min down" });
      await reboot();
      expect((await look(3100, 0, 3000)).pushed?.message).toBe("it says so");
    });

    test("ends with the first look after a boot that finds all well", async () => {
      await look(2000, 1);
      await reboot();
      expect((await look(5600, 0, 5500)).pushed?.message).toBe("it says so, after 1 h down");
      expect(await readFile(join(folder, "outages"), "utf8")).toBe("");
    });

    test("has no length when the clock was put back, or half of its line is lost", async () => {
      await look(2000, 1);
      await reboot();
      expect((await look(1500, 0, 1400)).pushed?.message).toBe("it says so");
      await reboot();
      await writeFile(join(folder, "outages"), `${boot}\tthe jo`);
      expect((await look(2500, 0, 2400)).pushed?.message).toBe("it says so");
    });

    test("is written down once, not with each look", async () => {
      await look(2000, 1);
      await writeFile(join(folder, "outages"), `${boot + 2000}\tthe job\tend\n1\tof nobody\tend\n`);
      await look(2001.5, 1);
      expect(await readFile(join(folder, "outages"), "utf8")).toBe(`${boot + 2000}\tthe job\tend\n`);
    });
  });
}
