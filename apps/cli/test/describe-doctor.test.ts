import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";

import { describeDoctor } from "../src/doctor/describe-doctor.ts";
import type { DoctorReport, ShownFinding } from "../src/doctor/doctor-report.ts";
import { otherKuma } from "../src/doctor/other-kuma.ts";

const terminal = (columns: number): NodeJS.WriteStream => ({ isTTY: true, columns }) as NodeJS.WriteStream;

function finding(code: string, name: string, more: Partial<ShownFinding> = {}): ShownFinding {
  const cure = `kuma monitor edit id:3 --notify CHANNEL`;
  const message = "it alerts nobody: no notification is attached to it";
  return { code, severity: "problem", name, id: 3, message, cure, mended: false, ...more };
}

const report: DoctorReport = {
  well: false,
  server: {
    url: "https://kuma.example.org",
    version: "2.5.3",
    failure: null,
    proxy: null,
    addresses: ["192.0.2.7"],
    reached: { dns: 2, tcp: 9, tls: 20, http: 34 },
    certificateEnds: "2027-01-05T00:00:00.000Z",
    clockAheadMs: 300,
    webSocket: true,
    monitors: 214,
    channels: 2,
  },
  hosts: [
    { host: "tk-app3", version: "0.1.0", checks: 3, road: null },
    { host: "tk-db1", version: null, checks: 1, road: null },
    { host: "tk-away", version: null, checks: null, road: null },
  ],
  findings: [
    ...Array.from({ length: 8 }, (_, index) => finding("nobody-alerted", `tk-app3/unit-${index}`)),
    finding("never-tested", "ops-chat", {
      severity: "warning",
      message: "nobody has sent a message through it with its present settings, as far as kuma knows",
      cure: "kuma notification test id:1",
    }),
    finding("upside-down", "tk-app3/nginx", { message: "it is upside-down: UP is shown as DOWN", mended: true }),
    finding("host-not-asked", "tk-away", { message: "ssh did not connect: timed out", cure: "ssh tk-away" }),
  ],
};

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([80, 40])("the text fits %i columns", (columns) => {
  vi.stubEnv("NO_COLOR", "1");
  const text = describeDoctor(report, terminal(columns));
  expect(text).toMatchSnapshot();
  // A command stays in one piece of text: only its spaces break.
  expect(text.split("\n").filter((line) => line.length > columns)).toEqual([]);
});

test("nothing wrong says what this does not prove", () => {
  expect(describeDoctor({ ...report, well: true, findings: [] }, terminal(80))).toContain("kuma verify --all --ack");
});

test("texts of the server reach the terminal as text", () => {
  vi.stubEnv("NO_COLOR", "1");
  const findings = [finding("paused", "web\u001b[31m\u202e", { message: "it is in the paused group \u009b" })];
  expect(describeDoctor({ ...report, findings }, terminal(80))).not.toMatch(/[\u001b\u009b\u202e]/u);
});

test("another program of the name that comes first in PATH is found, and a link to this one is not another", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kuma-path-"));
  try {
    const own = join(folder, "main.js");
    writeFileSync(own, "", { mode: 0o755 });
    expect(await otherKuma(`${folder}/none:relative:${folder}`, own)).toEqual([]);
    symlinkSync(own, join(folder, "kuma"));
    expect(await otherKuma(folder, own)).toEqual([]);
    const other = join(folder, "other.js");
    writeFileSync(other, "", { mode: 0o755 });
    expect(await otherKuma(folder, other)).toMatchObject([{ code: "other-kuma", severity: "warning" }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
