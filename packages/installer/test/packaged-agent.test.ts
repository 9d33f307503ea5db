import { describe, expect, it } from "vitest";
import { fileURLToPath } from "node:url";

import {
  formatPlan,
  packageFiles,
  planInstall,
  planUninstall,
  requireNotPackaged,
  type DefinedCheck,
  type HostFacts,
  type InstallWish,
} from "../src/index.ts";
import { parseSurvey } from "../src/facts/parse-survey.ts";
import { formatManifest, type Manifest } from "../src/installed/manifest.ts";
import { exampleFacts, fileFact } from "./support/example-facts.ts";

/** Any file will do for the agent's program. */
const program = fileURLToPath(import.meta.url);
const deb = { format: "deb", name: "kuma-agent", version: "1.0.0" } as const;
const manifestFile = "/usr/local/lib/kuma-agent/manifest.json";

const onDisk: DefinedCheck = {
  definition: { type: "disk", name: "disk /home", paths: ["/home"] },
};

function wish(changes: Partial<InstallWish> = {}): InstallWish {
  return {
    settings: { server: { url: "https://kuma.example.org" } },
    checks: [{ unit: "nginx.service", scope: "system", interval: 60, token: "T" }],
    program,
    ...changes,
  };
}

function packaged(changes: Partial<HostFacts> = {}): HostFacts {
  return exampleFacts({ package: deb, users: { "kuma-agent": { uid: 990, home: "/", shell: "" } }, ...changes });
}

function withManifest(brought: Manifest["brought"], more: Partial<Manifest> = {}): HostFacts["files"] {
  const text = formatManifest({ version: 1, scope: "system", checks: [{ name: "nginx.service" }], brought, ...more });
  const files = brought.files.map((path) => [path, fileFact("", "root")] as const);
  return { ...Object.fromEntries(files), [manifestFile]: fileFact(text, "root") };
}

const ofInstall = {
  folders: ["/usr/local/lib/kuma-agent"],
  files: [
    "/usr/local/lib/kuma-agent/kuma-agent.mjs",
    "/usr/local/bin/kuma-agent",
    "/etc/systemd/system/kuma-agent.service",
  ],
  user: "kuma-agent",
};

describe("an agent that came by a package", () => {
  it("gets its config, and no program, service or account", () => {
    const { plan } = planInstall(packaged(), wish());
    expect(plan.runtime).toEqual({ name: "node", reason: "the package kuma-agent is installed" });
    expect(formatPlan(plan)).toMatchInlineSnapshot(`
      "folder   /usr  0755 root:root
      folder   /usr/local  0755 root:root
      folder   /usr/local/lib  0755 root:root
      folder   /etc  0755 root:root
      folder   /etc/systemd  0755 root:root
      folder   /etc/systemd/system  0755 root:root
      folder   /usr/local/lib/kuma-agent  0755 root:root
      file     /usr/local/lib/kuma-agent/manifest.json  0644 root:root  what was installed
      folder   /etc/kuma-agent  0750 root:kuma-agent
      folder   /etc/kuma-agent/tokens  0750 root:kuma-agent
      file     /etc/kuma-agent/tokens/nginx.service  0640 root:kuma-agent  (secret)
      file     /etc/kuma-agent/agent.json  0640 root:kuma-agent  279 bytes
      service  kuma-agent.service  enabled and running"
    `);
  });

  it("gets a drop-in with what the checks need", () => {
    const checks = [...wish().checks, { ...onDisk, interval: 60, token: "D" }];
    const { plan } = planInstall(packaged(), wish({ checks }));
    expect(plan.steps.find((step) => step.kind === "file" && step.part === "unit")).toMatchObject({
      path: "/etc/systemd/system/kuma-agent.service.d/50-kuma-agent.conf",
      content: { text: expect.stringMatching(/^# .*\n\[Service\]\nProtectHome=read-only\n$/) },
    });
  });

  it.each(["sh", "standalone"] as const)("is not given the form %s", (runtime) => {
    expect(() => planInstall(packaged(), wish({ runtime }))).toThrow(
      "came by the package kuma-agent, whose form is node",
    );
  });

  it("has nothing to do with that of a person", () => {
    const { plan } = planInstall(packaged({ scope: "user" }), wish());
    expect(plan.steps).toContainEqual(expect.objectContaining({ part: "program" }));
  });

  it("takes the place of one that an install has brought, whose account it keeps", () => {
    const { plan } = planInstall(packaged({ files: withManifest(ofInstall) }), wish());
    expect(plan.steps.filter(({ kind }) => kind === "remove-file")).toEqual(
      ofInstall.files.map((path) => ({ kind: "remove-file", path })),
    );
    const manifest = plan.steps.find((step) => step.kind === "file" && step.part === "manifest");
    const text = manifest?.kind === "file" && manifest.content.from === "text" ? manifest.content.text : "{}";
    expect(JSON.parse(text)).toMatchObject({ package: "kuma-agent" });
    expect(text).not.toContain('"user"');
  });

  it("is brought by an install again when the package is gone", () => {
    const files = withManifest({ folders: [], files: [] }, { package: "kuma-agent" });
    const { plan } = planInstall(packaged({ package: null, files }), wish());
    expect(plan.steps).toContainEqual(expect.objectContaining({ part: "program" }));
    expect(plan.steps).toContainEqual(expect.objectContaining({ path: "/etc/systemd/system/kuma-agent.service" }));
  });

  it("keeps its account when an uninstall takes away one that an install has brought", () => {
    const gone = planUninstall(packaged({ files: withManifest(ofInstall) }), { checks: ["nginx.service"], program });
    expect(gone.plan.steps.map(({ kind }) => kind)).not.toContain("remove-system-user");
    expect(gone.plan.warnings).toEqual([
      "The package kuma-agent stays on this host, with its program, its service and its account. To remove it: sudo apt-get purge kuma-agent",
    ]);
  });

  it.each<[Partial<HostFacts>, string, string]>([
    [{ package: deb }, "kuma-agent 1.0.0, and apt", "sudo apt-get install ./kuma-agent_2.0.0_all.deb, "],
    [
      { package: { ...deb, name: "kuma-agent-standalone" } },
      "kuma-agent-standalone 1.0.0, and apt",
      "./kuma-agent-standalone_2.0.0_amd64.deb, ",
    ],
    [
      { package: { ...deb, format: "rpm" }, programs: { dnf: "/usr/bin/dnf" } },
      "kuma-agent 1.0.0, and dnf",
      "sudo dnf upgrade ./kuma-agent-2.0.0-1.noarch.rpm, ",
    ],
    [
      { package: { ...deb, format: "rpm" }, programs: { zypper: "/usr/bin/zypper" } },
      "kuma-agent 1.0.0, and zypper",
      "sudo zypper install ./kuma-agent-2.0.0-1.noarch.rpm, ",
    ],
  ])("is updated by the host's own tools: %j", (facts, said, command) => {
    const refusal = expect.objectContaining({
      code: "INSTALLER_PACKAGED",
      message: `The agent on this host came by the package ${said} updates it.`,
      hint: expect.stringContaining(command),
    });
    expect(() => requireNotPackaged(packaged(facts), "2.0.0")).toThrow(refusal);
    expect(() => requireNotPackaged(packaged({ package: null }))).not.toThrow();
  });
});

it("knows from facts of before packages that there is none", () => {
  expect(parseSurvey(Buffer.from("end\tcomplete\0"), { label: "x", scope: "system" })?.package).toBeNull();
});

it("runs its service without any of the needs of checks", () => {
  for (const name of ["kuma-agent", "kuma-agent-standalone"] as const) {
    const unit = packageFiles(name).find(({ path }) => path.endsWith(".service"))?.text ?? "";
    expect(unit).toContain(`# Of the package ${name}.`);
    expect(unit).toContain("\nProtectHome=yes\n");
    expect(unit).toMatch(/^ExecStart=.*"\/usr\/lib\/kuma-agent\/kuma-agent/m);
    expect(unit).not.toContain("/usr/local");
  }
});
