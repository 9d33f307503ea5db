import { findProgram, throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";

import {
  installPaths,
  planInstall,
  printCloudInit,
  printScript,
  secretFiles,
  type HostFacts,
  type InstallWish,
  type PrintInput,
  type WishedCheck,
} from "../src/index.ts";
import { sha256Of } from "../src/sha256.ts";
import { exampleFacts, factsOfPerson, fileFact } from "./support/example-facts.ts";

const token = "TokenOfNginx12345678901234567890";
const agentToken = "TokenOfAgent12345678901234567890";
const program = "console.log('the agent of the host');\n";
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "print-"));
  writeFileSync(join(folder, "agent.mjs"), program);
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A plan for a new host, and what it takes to print it. */
function input(
  changes: Partial<PrintInput> & Pick<Partial<InstallWish>, "checks" | "standalone"> = {},
): Required<PrintInput> {
  const {
    facts = exampleFacts(),
    standalone,
    checks = [{ unit: "nginx.service", scope: "system", interval: 60, token }],
    ...rest
  } = changes;
  const { plan, secrets } = planInstall(facts, {
    settings: { server: { url: "http://kuma.example:3001" } },
    checks,
    heartbeat: { interval: 60, monitorId: 4, token: agentToken },
    program: join(folder, "agent.mjs"),
    standalone,
  });
  const named = secretFiles(plan).map((secret) => ({ ...secret, meaning: `the push token of "${secret.ref}"` }));
  return { facts, plan, secrets, named, server: "http://kuma.example:3001", carried: undefined, ...rest };
}

function withoutSecrets({ secrets: _secrets, ...rest }: PrintInput): PrintInput {
  return rest;
}

describe("a printed script", () => {
  it("wants Node only where the agent runs on that of the host", () => {
    const wanted = (changes: Parameters<typeof input>[0]): string =>
      /^require_host .*$/m.exec(printScript(input(changes)))?.[0] ?? "";
    expect(wanted({})).toBe("require_host 'tk-app3' 'root' '/usr/bin/node' 'systemd'");
    const withoutNode = "require_host 'tk-app3' 'root' '/bin/sh' 'systemd'";
    const name = "kuma-agent-standalone";
    const files = { "/usr/lib/kuma-agent/kuma-agent": fileFact("", "root") };
    const facts = exampleFacts({ node: null, package: { format: "deb", name, version: "1" }, files });
    expect(wanted({ facts })).toBe(withoutNode);
    const uninstall = { version: 1, action: "uninstall", scope: "system", steps: [], warnings: [] } as const;
    expect(wanted({ plan: uninstall })).toBe(withoutNode);
  });

  it("holds no token, and says which file it wants for each", () => {
    const text = printScript(withoutSecrets(input()));
    expect(text).not.toContain(token);
    expect(text).not.toContain(agentToken);
    expect(text.split("\n").slice(0, 7)).toEqual([
      "#!/bin/sh",
      "# The agent of kumakit on tk-app3, which reports to http://kuma.example:3001. Made by kuma agent, with --print script.",
      "# To be run as root on tk-app3:  sh THIS-FILE FOLDER",
      "# The first lines below say what it does. When a step fails, or on Ctrl-C, it puts everything back as it was.",
      "# It holds no push token. Make a FOLDER with these files, and nothing but the token in each:",
      '#   nginx.service  the push token of "tokens/nginx.service"',
      '#   ~agent  the push token of "tokens/~agent"',
    ]);
    expect(text).toContain("file     /etc/kuma-agent/tokens/nginx.service  0640 root:kuma-agent  (secret)\n");
    expect(text).toContain(program);
    expect(text).not.toContain(folder);
  });

  it("holds the tokens when they were wished for", () => {
    const text = printScript(input());
    expect(text).toContain(`{ # /etc/kuma-agent/tokens/nginx.service\ncat <<'END'\n${token}\nEND\n}\n`);
    expect(text).toContain("# To be run as root on tk-app3:  sh THIS-FILE\n");
  });

  it("has the agent with Node.js inside copied from where it was put before", () => {
    const standalone = join(folder, "kuma-agent-linux-x64");
    // The head of an ELF file for x86-64.
    writeFileSync(standalone, Buffer.concat([Buffer.from([127, 69, 76, 70]), Buffer.alloc(14), Buffer.from([62, 0])]));
    const facts = exampleFacts({ node: null, libc: "glibc 2.36", kernel: "Linux 6.1 x86_64" });
    const given = input({ facts, standalone });
    const carried = new Map([[standalone, "/var/lib/kuma-agent-carried"]]);
    const text = printScript({ ...given, carried });
    const sum = sha256Of(readFileSync(standalone));
    expect(text).toContain(`\nrequire_state '/var/lib/kuma-agent-carried' ${sum}\n`);
    expect(text).toContain(
      "/usr/local/lib/kuma-agent/kuma-agent  0755 root:root  copy of /var/lib/kuma-agent-carried\n",
    );
    expect(text).not.toContain(readFileSync(standalone).toString("base64"));
    expect(text).not.toContain(folder);
    expect(printScript(given)).toContain(readFileSync(standalone).toString("base64"));
  });

  it("says what must lie on the host, so that a plan for another state does nothing", () => {
    const { manifest, config } = installPaths("system");
    const text = printScript(input());
    expect(text).toMatch(new RegExp(`^require_state '${manifest}' absent [0-9a-f]{64}$`, "m"));
    expect(text).toMatch(new RegExp(`^require_state '${config}' absent [0-9a-f]{64}$`, "m"));
  });
});

interface UserData {
  readonly write_files: readonly {
    readonly path: string;
    readonly owner: string;
    readonly permissions: string;
    readonly encoding?: string;
    readonly content: string;
  }[];
  readonly runcmd: readonly (readonly string[])[];
}

describe("user data of cloud-init", () => {
  it("writes the files and starts the service", () => {
    const text = printCloudInit(input());
    expect(text.startsWith("#cloud-config\n")).toBe(true);
    const data = parse(text, { version: "1.1" }) as UserData;
    const byPath = new Map(data.write_files.map((file) => [file.path, file]));
    expect(byPath.get("/etc/kuma-agent/tokens/nginx.service")).toEqual({
      path: "/etc/kuma-agent/tokens/nginx.service",
      owner: "root:root",
      permissions: "0600",
      content: `${token}\n`,
    });
    const agent = byPath.get("/usr/local/lib/kuma-agent/kuma-agent.mjs");
    expect(agent).toMatchObject({ owner: "root:root", permissions: "0644", encoding: "gz+b64" });
    expect(gunzipSync(Buffer.from(agent?.content ?? "", "base64")).toString()).toBe(program);
    expect(data.runcmd.at(-1)).toEqual(["systemctl", "enable", "--now", "--", "kuma-agent.service"]);
    expect(data.runcmd).toContainEqual(["chown", "root:kuma-agent", "--", "/etc/kuma-agent/tokens/nginx.service"]);
    expect(data.runcmd).toContainEqual(["chmod", "0640", "--", "/etc/kuma-agent/tokens/nginx.service"]);
  });

  it("holds no token, and says where each belongs", () => {
    const text = printCloudInit(withoutSecrets(input()));
    expect(text).not.toContain(token);
    expect(text).not.toContain(agentToken);
    const data = parse(text, { version: "1.1" }) as UserData;
    expect(data.write_files.filter(({ path }) => path.includes("/tokens/")).map(({ content }) => content)).toEqual([
      'PUT HERE: the push token of "tokens/nginx.service"\n',
      'PUT HERE: the push token of "tokens/~agent"\n',
    ]);
  });

  it.each([
    "0644",
    "yes",
    "null",
    "- a: b",
    "a: b # c",
    "%YAML",
    "'\"",
    "\u001b[2J\u0085\u2028",
    "漢字 🐻",
    "\ttab  ",
    " {{ x }} | >",
  ])("keeps the name %j as it is", (name) => {
    // A config refuses signs that are not for one line.
    const hostname = name.replaceAll(/\p{C}/gu, "");
    const facts = exampleFacts({ hostname });
    const wanted = input({ facts });
    const meaning = `the token of ${name}`;
    const printed = { ...wanted, named: wanted.named.map((secret) => ({ ...secret, meaning })) };
    const all = parse(printCloudInit(printed), { version: "1.1" }) as UserData;
    const config = all.write_files.find(({ path }) => path === "/etc/kuma-agent/agent.json");
    const text =
      config?.encoding === "b64" ? Buffer.from(config.content, "base64").toString() : (config?.content ?? "");
    expect(JSON.parse(text)).toMatchObject({ host: hostname });
    expect(() => parse(printCloudInit(withoutSecrets(printed)), { version: "1.1" }) as unknown).not.toThrow();
  });

  it.each<readonly [string, HostFacts]>([
    ["the agent of a person", factsOfPerson()],
    [
      "a host that has parts of an agent already",
      exampleFacts({
        users: { "kuma-agent": { uid: 998, home: "/", shell: "/usr/sbin/nologin" } },
        service: { ActiveState: "active", UnitFileState: "enabled", CanReload: "yes" },
      }),
    ],
  ])("is not for %s", (what, facts) => {
    expect(() => printCloudInit(input({ facts }))).toThrow(
      expect.objectContaining({ code: "INSTALLER_PRINT_UNFIT", message: expect.stringContaining(what) }),
    );
  });
});

for (const [shell, ...options] of [["dash"], ["bash", "--posix"], ["busybox", "sh"]] as const) {
  const runIn = (text: string, ...args: readonly string[]) => {
    const [file = "", ...rest] = throughLayer([findProgram(shell) ?? shell, ...options, ...args]);
    return spawnSync(file, rest, { input: text, encoding: "utf8", cwd: folder });
  };

  describeWith([shell], `a printed script in ${[shell, ...options].join(" ")}`, () => {
    it("is a program, whatever the names hold", () => {
      const hostname = "a'b$(touch x)`id`\\\"";
      const name = "it's $(id) `x` # END";
      const checks: readonly WishedCheck[] = [
        { definition: { type: "command", name, command: ["/bin/echo", name] } as never, interval: 60, token },
      ];
      const wanted = input({ facts: exampleFacts({ hostname }), checks });
      const meaning = "the token of x\n$(touch x)\r\u001b[2J\u202e";
      const named = wanted.named.map((secret) => ({ ...secret, meaning }));
      for (const printed of [wanted, withoutSecrets({ ...wanted, named })]) {
        const text = printScript(printed);
        expect(runIn(text, "-n")).toMatchObject({ status: 0, stderr: "" });
        // It refuses this host, which is another, before it does anything.
        const run = runIn(text);
        expect({ status: run.status, stdout: run.stdout }).toEqual({ status: 1, stdout: "" });
        expect(run.stderr).toContain(`Nothing was done: this was printed for the host ${hostname}, and this is `);
      }
    });
  });
}
