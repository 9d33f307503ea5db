import type { CheckConfig } from "@kumakit/agent/config";
import { describe, expect, it } from "vitest";

import {
  formatPlan,
  planInstall,
  planUninstall,
  printCloudInit,
  printScript,
  resolveUnits,
  type HostFacts,
  type WishedCheck,
} from "../src/index.ts";
import { parseSurvey } from "../src/facts/parse-survey.ts";
import { exampleFacts, factsOfPerson, fileFact } from "./support/example-facts.ts";

const has = { ...exampleFacts().has, systemd: false, dbus: false };
const programs = { awk: "/usr/bin/awk", curl: "/usr/bin/curl" };
const debian = { kind: "cron.d", program: "/usr/sbin/cron", entry: "/etc/cron.d/kuma-agent" } as const;
const busybox = { kind: "crontabs", program: "/bin/busybox", entry: "/etc/crontabs/kuma-agent" } as const;

function factsWith(changes: Partial<HostFacts> = {}): HostFacts {
  return exampleFacts({ has, programs, cron: debian, systemdVersion: null, ...changes });
}

const settings = { server: { url: "http://kuma.example:3001" } };

function wished(changes: Partial<CheckConfig> = {}, interval = 180): WishedCheck {
  const definition = { type: "command", name: "web", command: ["/usr/bin/pgrep", "-x", "nginx"], ...changes };
  return { definition, interval, token: "SecretPushToken" } as WishedCheck;
}

function plan(facts: HostFacts, check = wished(), runtime: "auto" | "node" | "sh" = "auto") {
  return planInstall(facts, { settings, checks: [check], program: "", runtime });
}

function refusal(work: () => unknown): { readonly message: string; readonly code: string; readonly hint?: string } {
  try {
    work();
  } catch (error) {
    return error as ReturnType<typeof refusal>;
  }
  throw new Error("it was not refused");
}

describe("the plan for a host without systemd", () => {
  it("is an entry for Debian's cron, and a first round", () => {
    const { plan: planned } = plan(factsWith());
    expect(planned.runtime).toEqual({ name: "sh", reason: "there is no systemd to keep it running" });
    const text = formatPlan(planned);
    expect(text).not.toContain("/etc/systemd");
    expect(text.slice(text.indexOf("file     /etc/kuma-agent/agent.json"))).toMatchInlineSnapshot(`
      "file     /etc/kuma-agent/agent.json  0640 root:kuma-agent  314 bytes
      folder   /var/lib/kuma-agent  0755 kuma-agent:kuma-agent
      file     /etc/cron.d/kuma-agent  0644 root:root  205 bytes
      run      /usr/local/lib/kuma-agent/look.sh  once, as cron does from then on"
    `);
  });

  it("is a file of the user for the crond of BusyBox", () => {
    const [entry] = plan(factsWith({ cron: busybox })).plan.steps.filter(
      (step) => step.kind === "file" && step.part === "crontab",
    );
    expect(entry).toMatchObject({ path: "/etc/crontabs/kuma-agent", mode: "0600", owner: { user: "root" } });
  });

  it("has an entry that no name and no command changes", () => {
    const entryOf = (check: WishedCheck): unknown =>
      plan(factsWith(), check).plan.steps.find((step) => step.kind === "file" && step.part === "crontab");
    const odd = { name: "100% $(id) `id`", command: ["/bin/echo", "%", "\u0001'\"; id"] } as Partial<CheckConfig>;
    expect(entryOf(wished(odd))).toEqual(entryOf(wished()));
  });

  it("takes all of it away again, with a cron that was removed meanwhile", () => {
    const manifest = plan(factsWith()).plan.steps.find((step) => step.kind === "file" && step.part === "manifest");
    if (manifest?.kind !== "file" || manifest.content.from !== "text") throw new Error("there is no manifest");
    const files = {
      "/usr/local/lib/kuma-agent/manifest.json": fileFact(manifest.content.text, "root"),
      "/etc/cron.d/kuma-agent": fileFact("", "root"),
      "/var/lib/kuma-agent": {
        kind: "folder",
        mode: "0755",
        owner: { user: "kuma-agent", group: "kuma-agent" },
        size: 0,
      },
    } as const;
    for (const cron of [debian, null]) {
      const { plan: planned } = planUninstall(factsWith({ cron, files }), { checks: ["web"], program: "" });
      expect(formatPlan(planned)).toContain("remove   /etc/cron.d/kuma-agent\n");
      expect(formatPlan(planned)).toContain("remove   /var/lib/kuma-agent  with all that is in it\n");
    }
  });

  it("is printed as a script for a host with cron, and for cloud-init", () => {
    const facts = factsWith();
    const input = { facts, ...plan(facts), named: [], server: settings.server.url };
    expect(printScript(input)).toContain("require_host 'tk-app3' 'root' '/bin/sh' 'cron'\n");
    expect(printCloudInit(input)).toContain("- path: /etc/cron.d/kuma-agent\n");
  });
});

describe("a host without systemd", () => {
  it.each<[string, HostFacts["cron"]]>([
    ["there is no cron either", null],
    ["its cron, /usr/sbin/cron, does not run", { kind: "stopped", program: "/usr/sbin/cron", entry: "" }],
    ["its cron, /usr/sbin/crond, is neither", { kind: "unknown", program: "/usr/sbin/crond", entry: "" }],
  ])("gets no agent when %s", (why, cron) => {
    const { code, message } = refusal(() => plan(factsWith({ cron })));
    expect(code).toBe("INSTALLER_NO_SYSTEMD");
    expect(message).toContain(`This host does not run systemd, and ${why}`);
  });

  it("has no units to watch", () => {
    expect(refusal(() => resolveUnits(factsWith(), ["nginx"]))).toMatchObject({
      code: "INSTALLER_NO_SYSTEMD",
      hint: "watch it by a command, such as: kuma agent add command --name nginx -- pgrep -x nginx",
    });
    const openrc = factsWith({ has: { ...has, openrc: true }, programs: { "rc-service": "/sbin/rc-service" } });
    expect(refusal(() => resolveUnits(openrc, ["a b.service"])).hint).toBe(
      `watch it by a command, such as: kuma agent add command --name 'a b.service' -- /bin/sh -c '/sbin/rc-service "$0" status || case $? in 3|32) exit 2;; *) exit 3;; esac' 'a b'`,
    );
    const definition = { type: "systemd", name: "web", unit: "web.service" } as const;
    const unit: WishedCheck = { definition, interval: 180, token: "SecretPushToken" };
    expect(refusal(() => plan(factsWith(), unit)).message).toContain(
      'checks[0].type: "systemd" ("web"): there is no systemd',
    );
  });

  it("wants rounds of a minute to fit into the interval, and a program into a round", () => {
    const { message, hint } = refusal(() => plan(factsWith(), wished({}, 60)));
    expect(message).toContain("checks[0].interval: must be at least 124 s, not 60: cron runs once a minute");
    expect(hint).toContain("--interval 3m");
    const slow = wished({ timeout: 55 });
    expect(refusal(() => plan(factsWith(), slow)).message).toContain("checks[0].timeout: must be at most 50 s, not 55");
  });

  it("gets no process, and no agent of a person", () => {
    expect(refusal(() => plan(factsWith(), wished(), "node")).hint).toBe("--runtime sh can do it");
    expect(refusal(() => plan({ ...factsOfPerson(), has })).message).toContain(
      "a person's agent is a service of systemd",
    );
  });

  it("keeps an entry that no install has brought", () => {
    const files = { "/etc/cron.d/kuma-agent": fileFact("* * * * * root true\n", "root") };
    expect(refusal(() => plan(factsWith({ files })))).toMatchObject({ code: "INSTALLER_FOREIGN_SERVICE" });
  });
});

it("reads the cron from a survey", () => {
  const facts = ["account\t0\nroot\nroot", "cron\tcrontabs\n/bin/busybox\n/etc/crontabs/kuma-agent", "end\tcomplete"];
  const output = Buffer.from(facts.map((fact) => `${fact}\0`).join(""));
  expect(parseSurvey(output, { label: "this host", scope: "system" })?.cron).toEqual(busybox);
});
