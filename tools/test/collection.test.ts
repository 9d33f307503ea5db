import { findProgram, runCommand, throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildCollection } from "../src/build-collection.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kumakit-collection-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const unpacked = (archive: string, name: string): Buffer => execFileSync("tar", ["-xzOf", archive, name]);
const sumOf = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

interface Listed {
  readonly name: string;
  readonly ftype: string;
  readonly chksum_sha256: string | null;
}

describe("the archive of the collection", () => {
  test("is the same bit by bit whenever it is built", () => {
    const [one, other] = ["a", "b"].map((name) => readFileSync(buildCollection(mkdtempSync(join(folder, name)))));
    expect(one?.equals(other ?? Buffer.of())).toBe(true);
  });

  test("lists all that is in it, with sums that are right, under the version of kuma", () => {
    const archive = buildCollection(folder);
    const cli: unknown = JSON.parse(readFileSync(new URL("../../apps/cli/package.json", import.meta.url), "utf8"));
    const { version } = cli as { readonly version: string };
    expect(archive).toBe(join(folder, `kumakit-kuma-${version}.tar.gz`));
    const manifest: unknown = JSON.parse(unpacked(archive, "MANIFEST.json").toString());
    expect(manifest).toMatchObject({
      format: 1,
      collection_info: { namespace: "kumakit", name: "kuma", version, license_file: "LICENSE" },
      file_manifest_file: { name: "FILES.json", chksum_sha256: sumOf(unpacked(archive, "FILES.json")) },
    });
    const { files } = JSON.parse(unpacked(archive, "FILES.json").toString()) as { readonly files: readonly Listed[] };
    for (const { name, chksum_sha256 } of files.filter(({ ftype }) => ftype === "file"))
      expect([name, sumOf(unpacked(archive, name))]).toEqual([name, chksum_sha256]);
    const inside = execFileSync("tar", ["-tzf", archive], { encoding: "utf8" }).trim().split("\n");
    const named = inside.map((name) => name.replace(/\/$/, ""));
    expect(named).toEqual([
      "MANIFEST.json",
      "FILES.json",
      ...files.map(({ name }) => name).filter((name) => name !== "."),
    ]);
    expect(named).toContain("plugins/modules/monitor.py");
    expect(named.filter((name) => /galaxy\.yml|\.pyc$/.test(name))).toEqual([]);
  });
});

describeWith(["ansible-galaxy"], "ansible-galaxy", () => {
  test("installs it, and the inventory script can be run", async () => {
    const archive = buildCollection(folder);
    const program = findProgram("ansible-galaxy") ?? "ansible-galaxy";
    const argv = throughLayer([
      program,
      "collection",
      "install",
      archive,
      "-p",
      join(folder, "collections"),
      "--offline",
    ]);
    const env = { HOME: folder, PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8" };
    expect(await runCommand(argv, { env })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("was installed"),
    });
    const installed = join(folder, "collections/ansible_collections/kumakit/kuma");
    expect(existsSync(join(installed, "plugins/modules/monitor.py"))).toBe(true);
    expect(statSync(join(installed, "scripts/kuma_inventory")).mode & 0o111).toBe(0o111);
  });
});
