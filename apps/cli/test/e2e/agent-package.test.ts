import { runCommand, type CommandResult } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import { snapshot, startAgentScene, type AgentScene } from "./agent-scene.ts";
import { ToldStory } from "./told-story.ts";

const buildPackages = fileURLToPath(new URL("../../../../tools/dist/build-packages.js", import.meta.url));
const dropIn = "/etc/systemd/system/kuma-agent.service.d/50-kuma-agent.conf";

let folder: string;
let scene: AgentScene;
let story: ToldStory;
let before: string;
let force: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kumakit-package-test-"));
  scene = await startAgentScene();
  story = new ToldStory(scene);
  for (const version of ["1.0.0", "1.1.0"]) {
    await must([process.execPath, buildPackages, folder, "--version", version], "here");
    await send(`kuma-agent_${version}_all.deb`, `/opt/kuma-agent-${version}.deb`);
    await send(`kuma-agent-${version}-1.noarch.rpm`, `/opt/kuma-agent-${version}.rpm`);
  }
  await scene.addService("shop.service");
  // Where the Node.js of this machine is not the distribution's, dpkg does not know it.
  force = (await scene.bed.exec(["dpkg-query", "-W", "nodejs"])).code === 0 ? [] : ["--force-depends"];
  if (force.length > 0) await must(["ln", "-sf", process.execPath, "/usr/bin/node"]);
  before = await everything();
});

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function send(name: string, path: string): Promise<void> {
  const input = readFileSync(join(folder, name)).toString("base64");
  await must(["sh", "-c", `base64 -d >${path}`], "bed", input);
}

async function must(argv: readonly string[], where: "bed" | "here" = "bed", input = ""): Promise<CommandResult> {
  const result = await (where === "bed" ? scene.bed.exec(argv, { input }) : runCommand(argv));
  expect({ argv, code: result.code, stderr: result.stderr }).toMatchObject({ argv, code: 0 });
  return result;
}

async function kuma(...args: readonly string[]): Promise<CommandResult> {
  const result = await scene.run("agent", ...args);
  expect({ args, code: result.code, stderr: result.stderr }).toMatchObject({ args, code: 0 });
  return result;
}

const dpkg = (...args: readonly string[]): Promise<CommandResult> => must(["dpkg", ...force, ...args]);
const packaged = (version: string): Promise<CommandResult> => dpkg("--install", `/opt/kuma-agent-${version}.deb`);

/** All that an install and a package could leave behind. */
async function everything(): Promise<string> {
  const places =
    "usr/bin usr/lib/kuma-agent usr/lib/systemd/system usr/lib/sysusers.d usr/share/man/man1 usr/share/doc";
  const script = `cd / && find ${places} -maxdepth 2 -printf '%M %u:%g %p %l\\n' 2>/dev/null | sort; ls -A /var/lib | grep -v kuma-agent-jobs
    dpkg-query -W | grep kuma; :`;
  const lines = `${await snapshot(scene.bed)}${(await must(["sh", "-c", script])).stdout}`.split("\n");
  // Programs of this machine may write to its homes meanwhile, and a package does not.
  return lines.filter((line) => !/ (?:root|home)\//.test(line)).join("\n");
}

async function shown(...properties: readonly string[]): Promise<string> {
  const values = properties.map((name) => must(["systemctl", "show", "-P", name, "kuma-agent.service"]));
  return (await Promise.all(values)).map(({ stdout }) => stdout.trim()).join(" ");
}

/** The file of the service that systemd has read; /lib is a link. */
async function unitFile(): Promise<string> {
  return (await must(["readlink", "-f", await shown("FragmentPath")])).stdout.trim();
}

const pid = (): Promise<string> => shown("MainPID");

async function killShop(): Promise<void> {
  await must(["systemctl", "kill", "--signal=KILL", "shop"]);
}

describeOnBed(
  "the agent as a package of dpkg",
  () => {
    it("does nothing until it is configured", async () => {
      await packaged("1.0.0");
      expect(await shown("ActiveState", "UnitFileState")).toBe("inactive disabled");
      expect((await must(["getent", "passwd", "kuma-agent"])).stdout).toMatch(/:\/usr\/sbin\/nologin\n$/);
      expect((await must(["/usr/bin/kuma-agent", "--version"])).stdout).toMatch(/^kuma-agent\/\d/);
      const facts: unknown = JSON.parse((await scene.run("agent", "facts")).stdout);
      expect(facts).toMatchObject({ package: { format: "deb", name: "kuma-agent", version: "1.0.0" } });
    });

    it("is what kuma agent install uses: it adds config, tokens and what the checks need, and nothing else", async () => {
      story.beginAnew();
      const { stdout } = await kuma("install", "shop", "--interval", "60", "--json");
      expect((await outputSchema("agent:install")).safeParse(JSON.parse(stdout)).error).toBeUndefined();
      expect(JSON.parse(stdout)).toMatchObject({
        changed: true,
        checks: [{ firstBeat: { status: "up" } }],
      });
      expect(await shown("UnitFileState")).toBe("enabled");
      expect(await unitFile()).toBe("/usr/lib/systemd/system/kuma-agent.service");
      const { stdout: files } = await must([
        "sh",
        "-c",
        "ls -d /usr/local/lib/kuma-agent/* /usr/local/bin/kuma* 2>/dev/null; :",
      ]);
      expect(files).toBe("/usr/local/lib/kuma-agent/manifest.json\n");
      expect(await scene.bed.readFile(dropIn)).toBe(
        "# Written by kuma agent install: what the checks need. Changes are lost with the next install.\n[Service]\nSupplementaryGroups=systemd-journal\n",
      );
      const command = await must(["sh", "-c", `tr '\\0' ' ' </proc/${await pid()}/cmdline`]);
      expect(command.stdout).toContain(" /usr/lib/kuma-agent/kuma-agent.mjs run ");
      expect((await kuma("test", "shop")).stdout).toContain("shop.service is running");
      expect((await kuma("install", "shop")).stdout).toContain("Nothing to do");
    });

    it("reports a death and a recovery", async () => {
      await killShop();
      await story.untilAlerts("down shop");
      await must(["systemctl", "start", "shop"]);
      await story.untilAlerts("down shop", "up shop");
      expect(await shown("NRestarts")).toBe("0");
    });

    it("opens its sandbox for a check that needs more, and closes it again", async () => {
      const strict = await shown("ProtectHome", "ProtectSystem");
      await kuma("add", "disk", "--path", "/home", "--min-free", "0%", "--min-free-inodes", "0%", "--no-notify");
      expect(await scene.bed.readFile(dropIn)).toContain("ProtectHome=read-only\n");
      expect(await shown("ProtectHome", "ProtectSystem")).not.toBe(strict);
      await kuma("remove", "disk /home", "--yes");
      expect(await shown("ProtectHome", "ProtectSystem")).toBe(strict);
    });

    it("is upgraded by dpkg without a false alarm, and not by kuma agent update", async () => {
      story.beginAnew();
      const was = await pid();
      const { code, stderr } = await scene.run("agent", "update");
      expect(code).toBe(6);
      expect(stderr).toContain("The agent on this host came by the package kuma-agent 1.0.0, and apt updates it.");
      expect(stderr).toMatch(
        /sudo apt-get install \.\/kuma-agent_\S+_all\.deb, .*apt-get install --only-upgrade kuma-agent/,
      );
      expect(await pid()).toBe(was);
      await packaged("1.1.0");
      expect(await pid()).not.toBe(was);
      expect(await shown("ActiveState", "UnitFileState")).toBe("active enabled");
      // After what would come of a gap in the heartbeats.
      await killShop();
      await story.untilAlerts("down shop");
      await must(["systemctl", "start", "shop"]);
      await story.untilAlerts("down shop", "up shop");
      expect([...new Set((await story.beats("agent")).map(({ status }) => status))]).toEqual(["up"]);
    });

    it("comes back as it was after a removal and another installation", async () => {
      await dpkg("--remove", "kuma-agent");
      expect(await shown("ActiveState", "LoadState")).toBe("inactive not-found");
      await packaged("1.1.0");
      expect(await shown("ActiveState", "UnitFileState")).toBe("active enabled");
    });

    it("stays when kuma agent uninstall takes away config, tokens and checks", async () => {
      const { stderr } = await kuma("uninstall", "--yes", "--delete-monitors");
      expect(stderr).toContain(
        "The package kuma-agent stays on this host, with its program, its service and its account.",
      );
      expect(stderr).toContain("sudo apt-get purge kuma-agent");
      expect(await shown("ActiveState", "UnitFileState")).toBe("inactive disabled");
      const { stdout } = await must([
        "sh",
        "-c",
        "ls -d /etc/kuma-agent /usr/local/lib/kuma-agent /etc/systemd/system/*kuma* 2>/dev/null; :",
      ]);
      expect(stdout).toBe("");
    });

    it("leaves nothing when it is purged", async () => {
      await dpkg("--purge", "kuma-agent");
      expect(await everything()).toBe(before);
    });
  },
  ["dpkg"],
);

describeOnBed(
  "the agent as a package, beside one that kuma agent install has brought itself",
  () => {
    it("changes nothing of that one when it is installed and purged", async () => {
      await kuma("install", "shop", "--interval", "60");
      const was = await pid();
      const files = await everything();
      await packaged("1.0.0");
      expect(await pid()).toBe(was);
      await packaged("1.1.0");
      await dpkg("--purge", "kuma-agent");
      expect(await pid()).toBe(was);
      expect(await everything()).toBe(files);
    });

    it("takes its place with kuma agent update, and keeps checks and monitors", async () => {
      story.beginAnew();
      await packaged("1.0.0");
      expect((await kuma("update", "--dry-run")).stdout).toMatch(/ \/usr\/local\/lib\/kuma-agent\/kuma-agent\.mjs/);
      await kuma("update");
      expect(await unitFile()).toBe("/usr/lib/systemd/system/kuma-agent.service");
      const { stdout } = await must([
        "sh",
        "-c",
        "ls -d /usr/local/lib/kuma-agent/* /usr/local/bin/kuma* 2>/dev/null; :",
      ]);
      expect(stdout).toBe("/usr/local/lib/kuma-agent/manifest.json\n");
      await killShop();
      await story.untilAlerts("down shop");
    });

    it("is replaced by an agent of kuma's own when the package is gone", async () => {
      await dpkg("--remove", "kuma-agent");
      await must(["systemctl", "start", "shop"]);
      await kuma("install", "shop");
      expect(await unitFile()).toBe("/etc/systemd/system/kuma-agent.service");
      await story.untilAlerts("down shop", "up shop");
    });

    it("leaves nothing when it is purged without an uninstall before", async () => {
      await packaged("1.1.0");
      await kuma("update");
      await dpkg("--purge", "kuma-agent");
      expect(await everything()).toBe(before);
    });
  },
  ["dpkg"],
);

describeOnBed(
  "the agent as a package of rpm",
  () => {
    // Debian has no packages of rpm that it could need, and asks for a word that it is meant.
    const rpm = (...args: readonly string[]): Promise<CommandResult> =>
      must(["rpm", "--force-debian", "--nodeps", ...args]);

    it("is what kuma agent install uses, with the service and the account that it brings", async () => {
      await rpm("--install", "/opt/kuma-agent-1.0.0.rpm");
      expect(await shown("ActiveState", "UnitFileState")).toBe("inactive disabled");
      await must(["rpm", "--verify", "--nodeps", "kuma-agent"]);
      const facts: unknown = JSON.parse((await scene.run("agent", "facts")).stdout);
      expect(facts).toMatchObject({ package: { format: "rpm", name: "kuma-agent", version: "1.0.0-1" } });
      await kuma("install", "shop", "--interval", "60");
      expect(await unitFile()).toBe("/usr/lib/systemd/system/kuma-agent.service");
    });

    it("is upgraded by rpm without a false alarm, and not by kuma agent update", async () => {
      story.beginAnew();
      const was = await pid();
      const { code, stderr } = await scene.run("agent", "update");
      expect(code).toBe(6);
      expect(stderr).toContain("came by the package kuma-agent 1.0.0-1, and dnf updates it.");
      await rpm("--upgrade", "/opt/kuma-agent-1.1.0.rpm");
      expect(await pid()).not.toBe(was);
      await killShop();
      await story.untilAlerts("down shop");
      await must(["systemctl", "start", "shop"]);
      await story.untilAlerts("down shop", "up shop");
    });

    it("leaves the account alone, as packages of rpm do", async () => {
      await kuma("uninstall", "--yes", "--delete-monitors");
      await rpm("--erase", "kuma-agent");
      expect(await shown("LoadState")).toBe("not-found");
      const { stdout } = await must([
        "sh",
        "-c",
        "ls -d /etc/kuma-agent /usr/lib/kuma-agent /etc/systemd/system/*/kuma* 2>/dev/null; :",
      ]);
      expect(stdout).toBe("");
      await must(["userdel", "kuma-agent"]);
      expect((await everything()).replace(/^rpm\n/m, "")).toBe(before.replace(/^rpm\n/m, ""));
    });
  },
  ["rpm"],
);
