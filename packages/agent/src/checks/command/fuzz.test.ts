import { expect, test } from "vitest";
import { parseAccount } from "./find-account.ts";
import { figureMs, parseNagiosOutput } from "./parse-nagios-output.ts";
import { choosePaths, realMounts } from "../disk/choose-mounts.ts";
import { parseMountinfo } from "../disk/parse-mountinfo.ts";
import { parsePressure } from "../shared/parse-pressure.ts";
import { parseMeminfo } from "../memory/parse-meminfo.ts";
import { parseProcessStat, parseProcessStatus } from "../process/parse-process.ts";
import { fuzzInputs as inputs, randomNumbers } from "../../../test/support/random-numbers.ts";

const scraps = [
  ..."| ' '' = ; ;; , . - -- U e9 1e999 NaN ~: @ % s ms kB \\040 \\777 \\ ( ) / // * ** {a,b} [ ] ro __proto__ 🐕 \0 \uD800".split(
    " ",
  ),
  " ",
  "\t",
  "\n",
  "\r\n",
  " - ",
  "9".repeat(400),
  "'".repeat(300),
  "x=1 ".repeat(300),
];

function damaged(text: string, random: (below: number) => number): string {
  let result = text;
  for (let round = random(6); round >= 0; round -= 1) {
    const at = random(result.length + 1);
    const end = Math.min(result.length, at + random(8));
    const scrap = scraps[random(scraps.length)] ?? "";
    const replacement =
      [scrap, "", result.slice(at, end + 20).repeat(2), String.fromCharCode(random(0x3000))][random(4)] ?? "";
    result = result.slice(0, at) + replacement + result.slice(end);
  }
  return result;
}

function mustBeFinite(...numbers: readonly (number | undefined)[]): void {
  for (const number of numbers) {
    if (number !== undefined && !Number.isFinite(number)) throw new Error(`not a number: ${number}`);
  }
}

/** Each says whether it could make anything of the text, and throws when what it made cannot be. */
const parsers: Readonly<Record<string, { readonly sample: string; readonly read: (text: string) => boolean }>> = {
  "Nagios output": {
    sample: "DISK OK - free: / 3 MB; | /=26MB;5;5;0;9 'a b'=1.5s;;;\n/ 15 MB\n/boot | /boot=68%;88 rta=0.3ms",
    read(text) {
      const { figures, text: first, more } = parseNagiosOutput(text);
      for (const { label, value, unit } of figures) {
        mustBeFinite(value, figureMs(figures, label));
        if (label === "" || unit.length > 10) throw new Error(`no figure: ${label}=${unit}`);
      }
      if (/[\n|]/.test(first) || more.some((line) => /[\n|]/.test(line) || line === "")) throw new Error("not a line");
      return figures.length > 0;
    },
  },
  "/proc/self/mountinfo": {
    sample:
      "22 27 0:21 / /proc rw - proc proc rw\n27 1 254:0 / / ro,relatime shared:1 - ext4 /dev/vda1 rw\n" +
      "29 27 254:16 / /srv/with\\040space ro shared:2 master:1 - xfs /dev/vdb ro",
    read(text) {
      const mounts = parseMountinfo(Buffer.from(text));
      for (const { path } of [...choosePaths("/srv/*", mounts), ...choosePaths("/srv/x", mounts)]) {
        if (!path.startsWith("/")) throw new Error(`not a path: ${path}`);
      }
      const real = realMounts(mounts);
      if (new Set(real.map(({ device }) => device)).size !== real.length) throw new Error("a device twice");
      return mounts.length > 0;
    },
  },
  "/proc/meminfo": {
    sample: "MemTotal:       16000000 kB\nMemAvailable:    4000000 kB\nSwapTotal: 2 kB\nSwapFree: 1 kB\n",
    read(text) {
      const figures = parseMeminfo(text);
      if (figures === undefined) return false;
      mustBeFinite(...Object.values(figures), figures.available / figures.total);
      return true;
    },
  },
  "/proc/pressure": {
    sample: "some avg10=1.50 avg60=22.00 avg300=0.12 total=123456\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
    read(text) {
      const { some, full } = parsePressure(text);
      mustBeFinite(...Object.values({ ...some, ...full }));
      return some !== undefined || full !== undefined;
    },
  },
  "/proc/PID/stat": {
    sample: "7 (a) (b) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 12345 20 21 22",
    read(text) {
      const stat = parseProcessStat(text);
      mustBeFinite(stat?.pid, stat?.startedAt);
      return stat !== undefined;
    },
  },
  "/proc/PID/status": {
    sample: "Name:\tx\nUmask:\t0022\nUid:\t1\t33\t1\t1\nVmRSS:\t    2048 kB\n",
    read(text) {
      const status = parseProcessStatus(text);
      mustBeFinite(status?.uid, status?.memory);
      return status !== undefined;
    },
  },
  "passwd lines": {
    sample: "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\n",
    read(text) {
      const account = parseAccount(text);
      mustBeFinite(account?.uid, account?.gid);
      return account !== undefined;
    },
  },
};

test.each(Object.entries(parsers))(
  `${inputs} damaged texts of %s: each is read or refused, in no time`,
  (name, { sample, read }) => {
    const seed = Number(process.env["KUMA_FUZZ_SEED"] ?? Date.now() % 2 ** 31);
    process.stderr.write(`fuzz of ${name}: KUMA_FUZZ_SEED=${seed}\n`);
    const random = randomNumbers(seed);
    let readable = 0;
    let slowest = 0;
    for (let count = 0; count < inputs; count += 1) {
      const text = damaged(sample, random);
      const startedAt = performance.now();
      try {
        if (read(text)) readable += 1;
      } catch (error) {
        throw new Error(`seed ${seed}, input ${count}: ${JSON.stringify(text)}`, { cause: error });
      }
      slowest = Math.max(slowest, performance.now() - startedAt);
    }
    // Most is not damaged beyond reading, or the damage is not what it should be.
    expect(readable).toBeGreaterThan(inputs / 10);
    expect(slowest).toBeLessThan(1000);
  },
  60_000,
);

test("long and hostile output of a plugin is read in no time", () => {
  for (const piece of ["'", "' ", "'a ", "x= ", "=", "a'b=", "| ", "''='", "1;", "x=1;", "\n|"]) {
    const startedAt = performance.now();
    parseNagiosOutput(`OK |${piece.repeat(65_536 / piece.length)}`);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  }
});
