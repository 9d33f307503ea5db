import { packageFiles, packagePaths } from "@kumakit/installer";
import { throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPackages } from "../src/build-packages.ts";
import { agentManPage } from "../src/host-packages/host-package.ts";
import { debScripts, rpmScripts } from "../src/host-packages/maintainer-scripts.ts";
import { manPage } from "../src/host-packages/man-page.ts";
import { releaseArtefacts } from "../src/release-artefacts.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kumakit-packages-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program of the layer; returns its output. */
function run(...argv: readonly [string, ...string[]]): string {
  const [program = "", ...args] = throughLayer(argv, folder);
  return execFileSync(program, args, { encoding: "utf8", cwd: folder });
}

/** All that a host gets. */
const files = [
  "/usr/bin/kuma-agent",
  "/usr/lib/kuma-agent/kuma-agent.mjs",
  "/usr/lib/systemd/system/kuma-agent.service",
  "/usr/lib/sysusers.d/kuma-agent.conf",
  "/usr/share/doc/kuma-agent/THIRD-PARTY-NOTICES.txt",
  "/usr/share/doc/kuma-agent/copyright",
  "/usr/share/man/man1/kuma-agent.1.gz",
];

describeWith(["dpkg-deb", "rpmbuild", "rpm", "rpm2cpio", "cpio"], "the packages of the agent", () => {
  const [deb, rpm] = ["kuma-agent_1.2.3~beta.1_all.deb", "kuma-agent-1.2.3~beta.1-1.noarch.rpm"];
  const standalone = [
    "kuma-agent-standalone_1.2.3~beta.1_arm64.deb",
    "kuma-agent-standalone-1.2.3~beta.1-1.aarch64.rpm",
  ];

  beforeAll(async () => {
    // A file of 110 MB takes minutes to compress.
    const program = join(folder, "small");
    writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
    for (const name of ["a", "b"]) {
      mkdirSync(join(folder, name));
      await buildPackages({ folder: join(folder, name), version: "1.2.3-beta.1", standalone: { arm64: program } });
    }
  }, 120_000);

  it("are equal bit by bit when they are built twice", () => {
    const [first, second] = ["a", "b"].map((name) => releaseArtefacts(join(folder, name)));
    expect(first?.map(({ name }) => name)).toEqual([...standalone, deb, rpm].toSorted());
    expect(second).toEqual(first);
  });

  it("bring a program, a service, an account, a manual page and the licences, as root's", () => {
    const inDeb = run("dpkg-deb", "--contents", `a/${deb}`).trim().split("\n");
    expect(inDeb.every((line) => line.includes(" root/root "))).toBe(true);
    expect(inDeb.filter((line) => !line.endsWith("/")).map((line) => line.replace(/.* \./, ""))).toEqual(files);
    const inRpm = run("rpm", "-qp", "--qf", "[%{FILEUSERNAME} %{FILEGROUPNAME} %{FILENAMES}\n]", `a/${rpm}`);
    const expected = [...files, "/usr/lib/kuma-agent", "/usr/share/doc/kuma-agent"].map((path) => `root root ${path}`);
    expect(inRpm.trim().split("\n").toSorted()).toEqual(expected.toSorted());
  });

  it("hold the same files in both formats", () => {
    run(
      "sh",
      "-c",
      `mkdir deb rpm && dpkg-deb --extract a/${deb} deb && cd rpm && rpm2cpio ../a/${rpm} | cpio -idm --quiet`,
    );
    const differing = files.filter(
      (file) => !readFileSync(join(folder, "rpm", file)).equals(readFileSync(join(folder, "deb", file))),
    );
    expect(differing).toEqual([]);
    expect(run("sh", "-c", "cd rpm && find . -type f -printf '%m %p\n' | sort | sha256sum")).toBe(
      run("sh", "-c", "cd deb && find . -type f -printf '%m %p\n' | sort | sha256sum"),
    );
    const unit = readFileSync(join(folder, "deb", packagePaths.unit), "utf8");
    expect(unit).toBe(packageFiles("kuma-agent").find(({ path }) => path === packagePaths.unit)?.text);
  });

  it("need the distribution's Node.js, or the libraries of ours", () => {
    expect(run("dpkg-deb", "--field", `a/${deb}`, "Depends", "Conflicts", "Version")).toBe(
      "Depends: nodejs (>= 18.18), systemd, passwd\nConflicts: kuma-agent-standalone\nVersion: 1.2.3~beta.1\n",
    );
    expect(run("rpm", "-qp", "--requires", `a/${rpm}`)).toContain("(nodejs >= 1:18.18 or nodejs(engine) >= 18.18)\n");
    const needs = run("rpm", "-qp", "--requires", `a/${standalone[1]}`);
    expect(needs).toContain("libc.so.6(GLIBC_2.28)(64bit)\n");
    expect(needs).not.toContain("nodejs");
    expect(run("dpkg-deb", "--field", `a/${standalone[0]}`, "Depends", "Architecture")).toBe(
      "Depends: libc6 (>= 2.28), libstdc++6, libgcc-s1 | libgcc1, systemd, passwd\nArchitecture: arm64\n",
    );
  });

  it("sort a version before a release in front of the release", () => {
    run("dpkg", "--compare-versions", "1.2.3~beta.1", "lt", "1.2.3");
    expect(run("rpm", "--eval", '%{lua:print(rpm.vercmp("1.2.3~beta.1", "1.2.3"))}').trim()).toBe("-1");
  });
});

describeWith(["shellcheck"], "the scripts of the packages", () => {
  it.each(Object.entries(debScripts))("%s for dpkg is one that shellcheck knows nothing against", (name, text) => {
    writeFileSync(join(folder, name), text);
    expect(run("shellcheck", "--shell=sh", name)).toBe("");
  });

  it.each(Object.entries(rpmScripts))("%s for rpm is one that shellcheck knows nothing against", (name, text) => {
    writeFileSync(join(folder, name), text);
    expect(run("shellcheck", "--shell=sh", name)).toBe("");
  });
});

describeWith(["mandoc"], "the manual page", () => {
  it("is one that mandoc knows nothing against, and holds every command and option of the help", () => {
    writeFileSync(join(folder, "kuma-agent.1"), agentManPage("1.2.3", new Date("2026-11-30T00:00:00Z")));
    expect(run("sh", "-c", "mandoc -T lint -W warning kuma-agent.1 2>&1 || :")).toBe("");
    const shown = run("mandoc", "-T", "utf8", "-O", "width=200", "kuma-agent.1").replaceAll(/.\u0008/g, "");
    expect(shown).toMatch(/^NAME\n +kuma-agent - watches this host's services/m);
    expect(shown).toContain("kuma-agent exec   --token-file FILE [OPTION...] -- COMMAND [ARG...]");
    for (const word of [
      "unmute",
      "--status-file FILE",
      "--retry-for TIME",
      "--scheduler NAME",
      "EXIT CODES",
      "FILES",
    ]) {
      expect(shown).toContain(word);
    }
  });
});

describe("a manual page", () => {
  const page = (help: string): string =>
    manPage({ name: "x", summary: "does it", version: "1", date: new Date(0), help, more: [["FILES", ["none"]]] });

  it("lets no text of the help become a request", () => {
    expect(page("Usage:\n  .so /etc/passwd\n\nOptions:\n  -a\\b   .de 'x'\n")).toContain("\\&.so /etc/passwd");
    expect(page("Options:\n  -a\\b   .de 'x'\n")).toContain(".B \\-a\\eb\n\\&.de \\(aqx\\(aq");
  });

  it("joins the lines of one option", () => {
    expect(page("Options:\n  --a X   first\n          second\n  --b     third\n")).toContain(
      ".TP\n.B \\-\\-a X\nfirst\nsecond\n.TP\n.B \\-\\-b\nthird\n",
    );
  });
});
