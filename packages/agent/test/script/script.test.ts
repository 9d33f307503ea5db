import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startProxy } from "../support/start-proxy.ts";
import { answer, recorded, startPushServer, type PushServer } from "../support/start-push-server.ts";
import { busyboxTools, gnuTools, makeScript, run, watchArguments, type Script, type Tools } from "./script-tools.ts";

let server: PushServer;
let script: Script | undefined;
beforeEach(async () => {
  server = await startPushServer();
});
afterEach(async () => {
  await script?.dispose();
  script = undefined;
  await server.close();
});

const hostile = `it's "x" $(id) \`id\` \\n %s & ü 🦊 ${"long ".repeat(20)}`;

function job(name: string, command: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: "command",
    name,
    command: ["/bin/sh", "-c", command],
    interval: 20,
    timeout: 5,
    tokenFile: "one",
    ...more,
  };
}

async function make(tools: Tools, checks: readonly Record<string, unknown>[], more = {}): Promise<Script> {
  script = await makeScript({
    config: { server: { url: `${server.url}/base/`, ...more }, host: hostile, checks },
    tools,
    tokens: { one: "T0kenOfOne\n", two: "T0kenOfTwo" },
  });
  return script;
}

const hosts = [
  { name: "dash with curl", needs: ["dash", "curl"], shell: ["dash"], tools: gnuTools({ curl: "curl" }) },
  { name: "bash with curl", needs: ["bash", "curl"], shell: ["bash", "--posix"], tools: gnuTools({ curl: "curl" }) },
  { name: "dash with GNU wget", needs: ["dash", "wget"], shell: ["dash"], tools: gnuTools({ wget: "wget" }) },
  {
    name: "BusyBox with curl",
    needs: ["busybox", "curl"],
    shell: ["busybox", "ash"],
    tools: busyboxTools({ curl: "curl" }),
  },
  {
    name: "BusyBox with GNU wget",
    needs: ["busybox", "wget"],
    shell: ["busybox", "ash"],
    tools: busyboxTools({ wget: "wget" }),
  },
] as const;

for (const { name, needs, shell, tools } of hosts) {
  describeWith(needs, `the script on ${name}`, () => {
    test("pushes hostile texts as they are, once, with the headers, and no secret in an argument", async () => {
      server.answerWith(async (response, push) => {
        await sleep(300);
        return recorded(response, push);
      });
      const output = `größe 50% & "more" <$(id)> password=hunter2 `;
      const checks = [
        job(hostile, `echo; printf '%s' '${output}'; cat "$KUMA_AGENT_STATE/../two"; echo ' | figures'; exit 2`),
        job("b", `printf 'bad \\377\\001 \\342\\200\\256utf\\n' >&2`, { tokenFile: "two" }),
      ];
      const made = await make(tools, checks, {
        headers: { "X-Pass": String.raw`s3cr3t "q" 'x' \y $(id)`, "X-More": "2" },
      });
      const { ended } = made.start(shell);
      expect(await watchArguments(ended, ["T0kenOf", "s3cr3t"])).toEqual(new Set());
      expect(await ended).toMatchObject({ code: 0, stdout: "" });
      const one = server.pushes.filter(({ path }) => path === "/base/api/push/T0kenOfOne");
      const two = server.pushes.filter(({ path }) => path === "/base/api/push/T0kenOfTwo");
      expect([one.length, two.length, server.pushes.length]).toEqual([1, 1, 2]);
      const host = hostile.trim();
      expect(one[0]).toMatchObject({
        status: "down",
        message: `${host} : größe 50% & "more" <$(id)> password=*** *** (sh ended with exit code 2)`,
        headers: { "x-pass": String.raw`s3cr3t "q" 'x' \y $(id)`, "x-more": "2" },
      });
      expect(Number(one[0]?.ping)).toBeGreaterThan(0);
      expect(two[0]).toMatchObject({ status: "up", message: `${host} : bad \uFFFD utf` });
      for (const secret of ["T0kenOf", "s3cr3t"]) {
        const lying = await run("grep", ["-rl", secret, join(made.folder, "state")]).catch(() => ({ stdout: "" }));
        // wget reads its headers from a separate file, mode 0600; nothing else may be there.
        expect(lying.stdout.replace(/.*\/wgetrc\n/, "")).toBe("");
      }
    });

    test("believes the answer, not HTTP: what may pass is asked again once, and a fault is said once", async () => {
      const made = await make(tools, [job("a", "echo fine")]);
      const cases = [
        [answer(200, "<html>ok:true</html>"), 1, "HTTP 200 with a web page"],
        [answer(404, '{"ok":false,"msg":"Monitor not found or not active."}'), 1, "no active monitor with this token"],
        [answer(404, '{"ok":false,"msg":"SQLITE_BUSY \\"ok\\":true,"}'), 2, 'did not record it: SQLITE_BUSY "ok":true'],
        [answer(500, "oops"), 2, "HTTP 500: the server, or a proxy before it, is in trouble"],
        [answer(302, "", { location: "/elsewhere" }), 1, "sends elsewhere"],
        [answer(401, "login"), 1, "something before the server asks for a login"],
      ] as const;
      for (const [reply, requests, said] of cases) {
        server.answerWith(reply);
        server.pushes.length = 0;
        const first = await made.run(shell);
        expect(first.code).toBe(1);
        expect(first.stderr).toMatch(/^kuma-agent: a: push failed: [^\n]+\n$/);
        expect(first.stderr).toContain(said);
        expect([said, server.pushes.length]).toEqual([said, requests]);
        expect(await made.run(shell)).toEqual({ code: 1, stdout: "", stderr: "" });
      }
      server.answerWith(recorded);
      expect(await made.run(shell, "--verbose")).toMatchObject({
        code: 0,
        stderr: "kuma-agent: a: pushing works again\n",
      });
      expect((await made.run(shell, "--status")).stdout).toMatch(
        /^UP {7}a {2}fine\n {9}looked at \d+ s ago, pushed \d+ s ago\n$/,
      );
    }, 60_000);

    test("says how long it was down, and a program that never ends is DOWN", async () => {
      const made = await make(tools, [job("a", "test -e /absent || exec sleep 30", { timeout: 1 })]);
      const down = await made.run(shell);
      expect(down).toMatchObject({ code: 0, stderr: "kuma-agent: a: DOWN: sh did not end in time and was killed\n" });
      const healed = made.text.replace(/test -e \S+ \|\| exec sleep 30/, "echo back");
      expect(healed).not.toBe(made.text);
      await writeFile(join(made.folder, "kuma-agent.sh"), healed);
      expect(await made.run(shell)).toMatchObject({ code: 0 });
      expect(server.pushes.map(({ status }) => status)).toEqual(["down", "up"]);
      expect(server.pushes[1]?.message).toMatch(/: back, after (less than 1|\d+) s down$/);
    });

    test("judges programs as the agent does, and runs each with its own variables, where it is to work", async () => {
      const cases = [
        [
          "echo Starting backup; echo; echo 'disk full' >&2; exit 1",
          {},
          "down",
          "Starting backup … disk full (sh ended with exit code 1)",
        ],
        ["echo one; echo two; echo three; exit 4", {}, "down", "one … three (sh ended with exit code 4)"],
        [
          "echo 'DISK CRITICAL - free: / 1%| /=9;5'; echo '/home 1%'; exit 2",
          {},
          "down",
          "DISK CRITICAL - free: / 1% (sh ended with exit code 2)",
        ],
        ["echo first; echo 'a | b' >&2; exit 2", {}, "down", "first … a | b (sh ended with exit code 2)"],
        ["echo 'load 3'; exit 1", { warning: "up" }, "up", "WARNING: load 3 (sh ended with exit code 1)"],
        ["echo 'load 5'; exit 2", { warning: "up" }, "down", "load 5 (sh ended with exit code 2)"],
        [
          `printf "%s\\n" "$A-$LANG-$code"; pwd`,
          { environment: { A: hostile, code: "mine", PATH: "/nowhere" }, workingDirectory: "/usr/lib" },
          "up",
          `${hostile.trim()} -C.UTF-8-mine`,
        ],
        ["echo x; kill -SEGV $$", {}, "down", "x (sh ended with signal SEGV)"],
        ["pwd", { workingDirectory: "/usr/lib" }, "up", "/usr/lib"],
        [`echo "A is unset: \${A-yes}"`, {}, "up", "A is unset: yes"],
      ] as const;
      const checks = cases.map(([command, more], n) => job(`job ${n}`, command, { tokenFile: `t${n}`, ...more }));
      script = await makeScript({
        config: { server: { url: server.url }, host: "h", checks },
        tools,
        tokens: Object.fromEntries(cases.map((_, n) => [`t${n}`, `Token${n}`])),
      });
      expect((await script.run(shell)).code).toBe(0);
      const said = new Map(server.pushes.map(({ path, status, message }) => [path.slice(-1), [status, message]]));
      expect(cases.map((_, n) => said.get(String(n)))).toEqual(
        cases.map(([, , status, text]) => [status, `h: ${text}`]),
      );
    });

    test("a folder to work in that is missing is said when that lasts", async () => {
      const made = await make(tools, [job("a", "echo 1", { workingDirectory: "/absent/it's" })]);
      const text = "there is no directory /absent/it's to work in (sh ended with exit code 3)";
      expect(await made.run(shell)).toEqual({ code: 1, stdout: "", stderr: `kuma-agent: a: ${text}\n` });
      expect(server.pushes).toEqual([]);
    });

    test("pushes through the proxy of the config, whatever the environment says", async () => {
      const proxy = await startProxy();
      try {
        script = await makeScript({
          config: {
            server: { url: server.url, proxy: { url: `http://127.0.0.1:${proxy.port}` } },
            checks: [job("a", "echo 1")],
          },
          tools,
          tokens: { one: "T0kenOfOne" },
          environment: { no_proxy: "*", NO_PROXY: "*", http_proxy: "http://127.0.0.1:1" },
        });
        expect(await script.run(shell)).toEqual({ code: 0, stdout: "", stderr: "" });
        expect(proxy.requests.map(({ line }) => line.replace(/\?.*/, ""))).toEqual([
          `GET ${server.url}/api/push/T0kenOfOne`,
        ]);
      } finally {
        await proxy.close();
      }
    });

    test("refuses to work beside itself, and goes on after a run that was killed", async () => {
      const made = await make(tools, [job("a", "sleep 1; echo done")]);
      const first = made.start(shell);
      await expect.poll(() => made.state("command.1").catch(() => undefined)).toBe("");
      expect(await made.run(shell)).toEqual({
        code: 75,
        stdout: "",
        stderr: "kuma-agent: another round is still at work\n",
      });
      process.kill(first.pid, "SIGKILL");
      await first.ended;
      expect(await made.run(shell)).toMatchObject({ code: 0 });
      expect(server.pushes.map(({ message }) => message.endsWith(": done"))).toEqual([true]);
    });

    test("takes a token from systemd's credentials", async () => {
      const place = await mkdtemp(join(tmpdir(), "kuma-credentials-"));
      try {
        await writeFile(join(place, "kuma token"), "T0kenOfSystemd\n", { mode: 0o400 });
        const made = {
          config: { server: { url: server.url }, checks: [job("a", "echo 1", { tokenFile: "credential:kuma token" })] },
          tools,
          tokens: {},
        };
        script = await makeScript({ ...made, environment: { CREDENTIALS_DIRECTORY: place } });
        expect(await script.run(shell)).toEqual({ code: 0, stdout: "", stderr: "" });
        expect(server.pushes.map(({ path }) => path)).toEqual(["/api/push/T0kenOfSystemd"]);
        await script.dispose();
        script = await makeScript(made);
        expect(await script.run(shell)).toMatchObject({
          code: 1,
          stderr:
            "kuma-agent: a: the token is a credential, but the service was given none (LoadCredential=): credential:kuma token\n",
        });
      } finally {
        await rm(place, { recursive: true });
      }
    });

    test("a token file that cannot be used fails that check alone", async () => {
      const made = await make(tools, [job("a", "echo 1"), job("b", "echo 2", { tokenFile: "two" })]);
      await writeFile(join(made.folder, "one"), "T0kenOfOne\nmore\n");
      expect(await made.run(shell)).toEqual({
        code: 1,
        stdout: "",
        stderr: `kuma-agent: a: the token file must hold one push token and nothing else: ${made.folder}/one\n`,
      });
      expect(server.pushes.map(({ path }) => path)).toEqual(["/base/api/push/T0kenOfTwo"]);
      await writeFile(join(made.folder, "one"), `${server.url}/api/push/T0kenOfOne?status=up&msg=OK&ping=\n`);
      const { stderr } = await made.run(shell);
      expect(stderr).toMatch(/^kuma-agent: a: the token file holds a push URL; only what follows [^\n]*\/one\n$/);
      expect(stderr).not.toContain("T0kenOfOne");
    });
  });
}

describeWith(["busybox"], "the wget of BusyBox", () => {
  test("is refused, because it would show the token", async () => {
    const made = await make(busyboxTools({ wget: "busybox" }), [job("a", "echo 1")]);
    expect(await made.run(["busybox", "ash"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("install curl or GNU wget"),
    });
    expect(server.pushes).toEqual([]);
  });
});

describeWith(["dash", "curl"], "a server that answers a change late", () => {
  test("holds up neither the other monitors nor the next round, and gets no second push meanwhile", async () => {
    server.answerWith(async (response, push) => {
      const isFirst = server.pushes.filter(({ path }) => path === push.path).length === 1;
      if (isFirst && push.path.endsWith("T0kenOfOne")) await sleep(12_000);
      return recorded(response, push);
    });
    const made = await make(gnuTools({ curl: "curl" }), [
      job("a", "exit 2", { interval: 14, timeout: 2 }),
      job("b", "echo 2", { interval: 14, timeout: 2, tokenFile: "two" }),
    ]);
    const first = await made.run(["dash"]);
    const second = await made.run(["dash"]);
    expect(second).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(first.code).toBe(0);
    const tokens = server.pushes.map(({ path }) => path.slice(-3));
    expect(tokens.toSorted()).toEqual(["One", "Two", "Two"]);
    await expect.poll(() => made.state("done.1").catch(() => ""), { timeout: 20_000 }).toMatch(/\tdown\tok\n$/);
    expect((await made.run(["dash"])).code).toBe(0);
    expect(server.pushes.filter(({ path }) => path.endsWith("One")).length).toBe(2);
  }, 60_000);
});

describeWith(["shellcheck"], "shellcheck", () => {
  test("has nothing to say", async () => {
    const made = await make(gnuTools({ curl: "curl" }), [
      job(hostile, hostile),
      { type: "systemd", name: "u", unit: "a.service", interval: 60, tokenFile: "two" },
      { type: "systemd", scope: "user", name: "v", unit: "b@x.service", interval: 60, tokenFile: "two" },
    ]);
    const file = join(made.folder, "kuma-agent.sh");
    const [program = "", ...args] = throughLayer(["shellcheck", "--shell=sh", file]);
    const { stdout, stderr } = await run(program, args).catch((error: { stdout: string; stderr: string }) => error);
    expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "" });
    expect(await readFile(file, "utf8")).not.toContain("T0kenOf");
  });
});
