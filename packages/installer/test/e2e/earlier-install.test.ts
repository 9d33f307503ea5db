import { formatAgentConfig } from "@kumakit/agent/config";
import { startSystemdBed, type SystemdBed } from "@kumakit/testkit";
import { describeOnBed } from "@kumakit/testkit/vitest";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

import {
  agentUnit,
  carryOut,
  installedOn,
  installPaths,
  lockHost,
  nodeCommand,
  planInstall,
  planUninstall,
  surveyHost,
} from "../../src/index.ts";
import { serviceFacts, tokenOf, watching } from "../support/agent-on-bed.ts";
import { bedHost } from "../support/bed-host.ts";
import { startPushRecorder, type PushRecorder } from "../support/push-recorder.ts";

const paths = installPaths("system");
const program = fileURLToPath(import.meta.resolve("@kumakit/agent/bundle"));

let bed: SystemdBed;
let kuma: PushRecorder;

beforeAll(async () => {
  bed = await startSystemdBed();
  // Jobs of the machine that the bed is over: an uninstall takes their records away.
  await must("rm", "-rf", "/var/lib/kuma-agent-jobs");
  kuma = await startPushRecorder();
  for (const name of ["first", "second"]) {
    await bed.writeUnit(`${name}.service`, "[Service]\nExecStart=/bin/sleep infinity\n");
    await must("systemctl", "start", `${name}.service`);
  }
});

afterAll(async () => {
  await bed.stop();
  await kuma[Symbol.asyncDispose]();
});

async function must(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await bed.exec(argv);
  if (code !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
  return stdout;
}

/** All that an install could leave behind. */
async function snapshot(): Promise<string> {
  const places = "/etc /usr/local /var/lib /run/systemd/system";
  const found = await must(
    "sh",
    "-c",
    `find ${places} -xdev -printf '%M %u:%g %p %l\\n' | grep -v -e '-$' -e /private | sort`,
  );
  return (
    found + (await must("sh", "-c", "sha256sum /etc/passwd /etc/group; ls -A /run /tmp | sed '/^systemd-private-/d'"))
  );
}

/** Files, account, unit and manifest as version 0.0.0 wrote them, and what a run of it that was killed left beside them. */
async function installAsEarlier(): Promise<void> {
  await must("systemd-sysusers", "--inline", 'u kuma-agent - "Uptime Kuma push agent" / /usr/sbin/nologin');
  const config = watching(kuma.url, "first.service");
  const command = nodeCommand(process.execPath, paths.program);
  const brought = {
    folders: [paths.programFolder, paths.configFolder, paths.tokensFolder],
    files: [paths.manifest, paths.program, `${paths.tokensFolder}/first.service`, paths.config, paths.unit],
    user: "kuma-agent",
  };
  const checks = [{ name: "first.service", unit: "first.service", monitorId: 7 }];
  await must("mkdir", "-p", paths.programFolder, paths.tokensFolder);
  await bed.writeFile(paths.manifest, `${JSON.stringify({ version: 1, scope: "system", checks, brought }, null, 2)}\n`);
  await bed.writeFile(paths.program, `${readFileSync(program, "utf8")}\n// an earlier one\n`);
  await bed.writeFile(paths.config, formatAgentConfig(config), "0600");
  await bed.writeFile(`${paths.tokensFolder}/first.service`, `${tokenOf("first.service")}\n`, "0600");
  await bed.writeFile(`${paths.tokensFolder}/.kuma-0123456789abcdef`, "a token\n", "0600");
  await must("chmod", "0700", paths.configFolder, paths.tokensFolder);
  await must("chown", "-R", "kuma-agent:kuma-agent", paths.configFolder);
  await bed.writeFile(paths.unit, agentUnit({ paths, config, command, canNotify: true }));
  await bed.writeFile(paths.lock, `${JSON.stringify({ pid: 4_190_000, startedAt: "1", id: "x" })}\n`);
  await must("systemctl", "daemon-reload");
  await must("systemctl", "enable", "--quiet", "--now", "kuma-agent.service");
}

describeOnBed("an install of an earlier version", () => {
  it("goes on, is taken over by the next install, and goes without a trace", async () => {
    const before = await snapshot();
    await installAsEarlier();
    await kuma.waitFor(({ token, status }) => token === tokenOf("first.service") && status === "up");
    const host = bedHost(bed);

    {
      await using lock = await lockHost(host, await surveyHost(host, { scope: "system" }));
      const facts = await surveyHost(host, { scope: "system" });
      const check = {
        unit: "second.service",
        scope: "system",
        interval: 20,
        monitorId: 8,
        token: tokenOf("second.service"),
      } as const;
      const { plan, secrets } = planInstall(facts, {
        settings: { server: { url: kuma.url } },
        checks: [check],
        program,
      });
      expect(plan.steps.some(({ kind }) => kind === "sweep")).toBe(true);
      await carryOut(host, plan, { lock, secrets });
    }
    await kuma.waitFor(({ token, status }) => token === tokenOf("second.service") && status === "up");
    expect(kuma.changes(tokenOf("first.service"))).toEqual(["up"]);
    expect(await serviceFacts(bed)).toMatchObject({ ActiveState: "active", NRestarts: "0" });
    expect(await must("find", paths.configFolder, "!", "-user", "root")).toBe("");
    expect(await must("find", paths.configFolder, "!", "-group", "kuma-agent")).toBe("");

    await using lock = await lockHost(host, await surveyHost(host, { scope: "system" }));
    const facts = await surveyHost(host, { scope: "system" });
    const { manifest } = installedOn(facts);
    expect(manifest?.checks).toEqual([
      { name: "first.service", unit: "first.service", monitorId: 7 },
      { name: "second.service", unit: "second.service", monitorId: 8 },
    ]);
    const { plan, secrets, isGone } = planUninstall(facts, { checks: ["first.service", "second.service"], program });
    expect(isGone).toBe(true);
    await carryOut(host, plan, { lock, secrets });
    await lock.release();
    expect(await snapshot()).toBe(before);
  });

  it("lets its agent's user gain nothing by a link, as root installs and as root uninstalls", async () => {
    await installAsEarlier();
    await must("mkdir", "/srv/roots");
    await must("sh", "-c", "echo theirs >/srv/roots/first.service && chmod 0600 /srv/roots/first.service");
    const asAgent = (script: string) => must("runuser", "-u", "kuma-agent", "--", "sh", "-ec", script);
    await asAgent(`cd ${paths.configFolder} && mv tokens kept && ln -s /srv/roots tokens`);
    const host = bedHost(bed);
    const untouched = "drwxr-xr-x root:root /srv/roots\n-rw------- root:root /srv/roots/first.service\n";
    const roots = () => must("find", "/srv/roots", "-printf", String.raw`%M %u:%g %p\n`);
    {
      await using lock = await lockHost(host, await surveyHost(host, { scope: "system" }));
      const facts = await surveyHost(host, { scope: "system" });
      const checks = [
        { unit: "second.service", scope: "system", interval: 20, token: tokenOf("second.service") },
      ] as const;
      const install = async () => {
        const { plan, secrets } = planInstall(facts, { settings: { server: { url: kuma.url } }, checks, program });
        await carryOut(host, plan, { lock, secrets });
      };
      await expect(install()).rejects.toThrow(`${paths.tokensFolder} on the bed is not a folder`);
      expect(await roots()).toBe(untouched);
    }
    await using lock = await lockHost(host, await surveyHost(host, { scope: "system" }));
    const facts = await surveyHost(host, { scope: "system" });
    const { plan, secrets } = planUninstall(facts, { checks: ["first.service"], program });
    await carryOut(host, plan, { lock, secrets });
    // What a person could still want of all this is root's alone, as the account is gone.
    const left = await must("find", paths.configFolder, "-type", "f", "-printf", String.raw`%M %u:%g %f\n`);
    expect(left).toContain("-rw------- root:root first.service");
    expect(await must("find", paths.configFolder, "!", "-type", "l", "!", "-user", "root")).toBe("");
    expect(await roots()).toBe(untouched);
  });
});
