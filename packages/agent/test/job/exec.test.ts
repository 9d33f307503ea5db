import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { answer, recorded } from "../support/start-push-server.ts";
import { buildAgent, execScene, token, type ExecRun, type ExecScene } from "./exec-scene.ts";

/** Runs a line of shell in the scene's folder. */
async function inShell(line: string): Promise<string> {
  return (await promisify(execFile)("/bin/sh", ["-c", line], { cwd: scene.folder, timeout: 15_000 })).stdout;
}

/** The words of `kuma-agent exec` for a shell. */
function execWords(options: string, job: string): string {
  return `'${process.execPath}' '${agent.program}' exec --token-file token --server ${scene.server.url} --state-folder s ${options} -- ${job}`;
}

let agent: Awaited<ReturnType<typeof buildAgent>>;
let scene: ExecScene;
beforeAll(async () => {
  agent = await buildAgent();
});
afterAll(() => agent.remove());
beforeEach(async () => {
  scene = await execScene(agent.program);
});
afterEach(() => scene.close());

const sh = (script: string): string[] => ["/bin/sh", "-c", script];
const named = (name: string): string[] => ["--name", name];

/** The pushes, without the host. */
function pushed(): string[] {
  return scene.server.pushes.map(({ status, message }) => `${status} ${message.replace(`${hostname()}: `, "")}`);
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries += 1) {
    if (tries > 1_000) throw new Error("it did not come to that");
    // oxlint-disable-next-line no-await-in-loop -- it waits for another process
    await sleep(10);
  }
}

async function saying(run: ExecRun, word: string): Promise<void> {
  await until(() => run.stdout().includes(word));
}

function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

describe("a job is as it would be without anything around it", () => {
  test("stdin, stdout, stderr and the exit code 0", async () => {
    const result = await scene.run(named("job"), sh("cat; echo oops >&2"), "héllo 🐕\n");
    expect({ ...result, stdout: result.stdout.toString() }).toEqual({
      code: 0,
      stdout: "héllo 🐕\n",
      stderr: "oops\n",
    });
    expect(pushed()).toEqual([
      expect.stringMatching(/^up job succeeded after less than 1 s; it said: (héllo 🐕 \/ oops|oops \/ héllo 🐕)$/),
    ]);
    expect(Number(scene.server.pushes[0]?.ping)).toBeGreaterThan(0);
  });

  test("binary output, byte for byte, and nothing of it in the message", async () => {
    const bytes = Buffer.concat([randomBytes(300_000), Buffer.from([0, 255, 10, 13])]);
    writeFileSync(join(scene.folder, "bytes"), bytes);
    const { stdout } = await scene.run(named("job"), ["cat", "bytes"]);
    expect(stdout.equals(bytes)).toBe(true);
    expect(pushed()[0]).toMatch(/^up job succeeded after less than 1 s/);
    expect(pushed()[0]).not.toContain("\uFFFD\uFFFD");
  });

  test("50 MB of output do not pile up", async () => {
    const peak = `grep -h VmHWM /proc/$PPID/status > peak; head -c 50000000 /dev/zero; grep -h VmHWM /proc/$PPID/status >> peak`;
    const { stdout } = await scene.run([], ["/bin/sh", "-c", peak]);
    expect(stdout.length).toBe(50_000_000);
    const [before = 0, after = 0] = [...readFileSync(join(scene.folder, "peak"), "utf8").matchAll(/(\d+) kB/g)].map(
      ([, kb]) => Number(kb),
    );
    expect(before).toBeGreaterThan(10_000);
    expect(after - before).toBeLessThan(40_000);
  });

  test("no output at all", async () => {
    expect(await scene.run(named("job"), ["true"])).toEqual({ code: 0, stdout: Buffer.alloc(0), stderr: "" });
    expect(pushed()).toEqual(["up job succeeded after less than 1 s"]);
  });

  test("stdout and stderr that go to the same place stay in order, and can be opened by name", async () => {
    const job = `sh -c 'for i in 1 2 3 4 5 6 7 8; do echo o$i; echo e$i >&2; done; echo named > /dev/stdout'`;
    const both = await inShell(`exec 2>&1; ${execWords("", job)}`);
    const expected = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `o${n}\ne${n}\n`).join("");
    expect(both).toBe(`${expected}named\n`);
  });

  test("closed stdin, stdout and stderr are no trouble", async () => {
    const words = execWords("", "sh -c 'cat; echo x; exit 4'");
    expect(await inShell(`( ${words} <&- >&- 2>&- ); echo $?`)).toBe("4\n");
  });

  test("a reader that goes away ends it, as in any pipe", async () => {
    expect(await inShell(`${execWords("", "yes")} | head -1`)).toBe("y\n");
    await scene.server.waitFor(({ message }) =>
      /: yes (was ended by SIGPIPE|failed with exit code 1) after/.test(message),
    );
  });

  test("on a terminal it sees one", async () => {
    const job = `sh -c "test -t 0 && test -t 1 && test -t 2 && echo all three; exit 6"`;
    const seen = await inShell(
      `script -qec '${execWords("", job).replaceAll("'", "")}' /dev/null </dev/null; echo rc $?`,
    );
    expect(seen).toMatch(/all three\s+rc 6/);
    expect(pushed()).toEqual(["down sh failed with exit code 6 after less than 1 s"]);
  });
});

describe("the surroundings of a job", () => {
  test("as many open files as without anything around it", async () => {
    const seen = await inShell(
      `ulimit -Sn 300; sh -c 'ulimit -Sn; ulimit -Hn'; ${execWords("", "sh -c 'ulimit -Sn; ulimit -Hn'")}`,
    );
    const lines = seen.trim().split("\n");
    expect(lines.slice(0, 2)).toEqual(lines.slice(2));
    expect(lines[0]).toBe("300");
    const said = await inShell(`ulimit -Sn 300; KUMA_AGENT_OPEN_FILES=200 ${execWords("", "sh -c 'ulimit -Sn'")}`);
    expect(said).toBe("200\n");
  });

  test("an environment without the secrets of kumakit", async () => {
    const seen = await inShell(
      `KUMA_PASSWORD=hunter2 KUMA_TOTP_SECRET=JBSWY3DP KUMA_AGENT_OPEN_FILES=300 KUMA_SERVER=kept ${execWords("", "env")}`,
    );
    const asked = /^KUMA_(PASSWORD|TOTP_SECRET|AGENT_OPEN_FILES|SERVER)=/;
    expect(seen.split("\n").filter((line) => asked.test(line))).toEqual(["KUMA_SERVER=kept"]);
  });
});

describe("exit codes", () => {
  test.each([
    [sh("exit 3"), 3, "down job failed with exit code 3 after less than 1 s"],
    [sh("kill -9 $$"), 137, "down job was ended by SIGKILL after less than 1 s"],
    [["no-such-program-$(reboot)"], 127, "down job could not be started: there is no such program"],
    [["/etc/passwd"], 126, "down job could not be started: it may not be run"],
  ])("of %j: %i", async (job, code, message) => {
    expect((await scene.run(named("job"), job)).code).toBe(code);
    expect(pushed()).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    [[], "the job is missing"],
    [["--timeout", "soon"], "--timeout is not a duration"],
    [["--overlap", "maybe"], "--overlap must be one of fail, skip, run"],
    [["--output-lines", "-1"], "--output-lines"],
    [["--nope"], "Unknown option '--nope'"],
  ])("wrong usage %j: 2, and nothing is run", async (options, message) => {
    const job = options.length === 0 ? [] : sh("touch ran");
    const { code, stderr } = await scene.run(options, job);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
    expect(() => readFileSync(join(scene.folder, "ran"))).toThrow("ENOENT");
    expect(pushed()).toEqual([]);
  });
});

describe("the output in the message", () => {
  test("the last lines, without secrets and terminal colours", async () => {
    const script = `for i in 1 2 3 4 5 6; do echo line $i; done; printf '\\033[31mpassword=hunter2 ${token}\\033[0m\\n'; exit 1`;
    await scene.run([...named("job"), "--output-lines", "3"], sh(script));
    const said = "line 5 / line 6 / password=*** ***";
    expect(pushed()).toEqual([`down job failed with exit code 1 after less than 1 s; it said: ${said}`]);
  });

  test("nothing, when that is wanted", async () => {
    const { stdout } = await scene.run([...named("job"), "--output-lines", "0"], sh("echo secret; exit 1"));
    expect(stdout.toString()).toBe("secret\n");
    expect(pushed()).toEqual(["down job failed with exit code 1 after less than 1 s"]);
  });

  test("a line without an end is not torn: a secret at its beginning could not be recognised", async () => {
    await scene.run(named("job"), sh("printf 'password='; head -c 40000 /dev/zero | tr '\\0' x; exit 1"));
    expect(pushed()).toEqual(["down job failed with exit code 1 after less than 1 s"]);
  });
});

describe("signals", () => {
  test.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGUSR1", 138],
  ] as const)("%s reaches the job and all in its group: %i", async (signal, code) => {
    const run = scene.start(named("job"), sh("sleep 60 & echo $!; wait"));
    await saying(run, "\n");
    const grandchild = Number(run.stdout());
    run.child.kill(signal);
    expect((await run.result).code).toBe(code);
    expect(pushed()).toEqual([expect.stringMatching(new RegExp(`^down job was ended by ${signal} after`))]);
    await until(() => !isAlive(grandchild));
  });

  test("SIGINT ends what runs in the foreground of the job, and the job with it", async () => {
    const run = scene.start(named("job"), sh("echo ready; sleep 60; echo not"));
    await saying(run, "ready");
    run.child.kill("SIGINT");
    expect(await run.result).toMatchObject({ code: 130, stdout: Buffer.from("ready\n") });
  });

  test("a job that handles SIGTERM ends with its own code", async () => {
    const run = scene.start(named("job"), sh('trap "echo tidy; exit 5" TERM; echo ready; sleep 60 & wait'));
    await saying(run, "ready");
    run.child.kill("SIGTERM");
    expect((await run.result).code).toBe(5);
    expect(pushed()).toEqual(["down job failed with exit code 5 after less than 1 s; it said: ready / tidy"]);
  });
});

describe("time", () => {
  test("--timeout ends the job and all it started, although it ignores SIGTERM: 124", async () => {
    const script = 'trap "" TERM; sleep 60 & echo $!; while :; do sleep 1; done';
    const run = scene.start([...named("job"), "--timeout", "1s", "--kill-after", "500ms"], sh(script));
    const { code, stderr, stdout } = await run.result;
    expect({ code, stderr }).toEqual({ code: 124, stderr: "kuma-agent: job ran longer than 1 s and was killed\n" });
    expect(pushed()[0]).toMatch(/^down job ran longer than 1 s and was killed; it said: \d+$/);
    expect(isAlive(Number(stdout.toString()))).toBe(false);
  });

  test("--timeout also ends a process that went into another session and ignores SIGTERM, once its parent has ended", async () => {
    const script = `setsid sh -c 'trap "" TERM; echo $$; while :; do sleep 1; done' & wait`;
    const run = scene.start([...named("job"), "--timeout", "1s", "--kill-after", "500ms"], sh(script));
    const { code, stdout } = await run.result;
    expect(code).toBe(124);
    await until(() => !isAlive(Number(stdout.toString())));
  });

  test("--warn-after says DOWN while the job goes on; its end follows, never overtakes", async () => {
    scene.server.answerWith(async (response, push) => {
      if (push.message.includes("still runs")) await sleep(1_500);
      await recorded(response, push);
    });
    const { code } = await scene.run([...named("job"), "--warn-after", "500ms"], ["sleep", "1"]);
    expect(code).toBe(0);
    expect(pushed()).toEqual(["down job still runs after less than 1 s", "up job succeeded after 1 s"]);
    expect(scene.server.mostAtOnce).toBe(1);
  });

  test("what a job leaves behind holds nobody up", async () => {
    const started = performance.now();
    const { code, stdout } = await scene.run(named("job"), sh("sleep 30 & echo $!"));
    process.kill(Number(stdout.toString()));
    expect(code).toBe(0);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  test("a daemon that it leaves behind and that goes on writing holds nobody up", async () => {
    const started = performance.now();
    const { code, stdout } = await scene.run(
      named("job"),
      sh("(while :; do echo t || exit; sleep .02; done) & exit 6"),
    );
    expect(code).toBe(6);
    expect(stdout.toString()).toMatch(/^t\nt\n/);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(pushed()).toEqual([
      expect.stringMatching(/^down job failed with exit code 6 after less than 1 s; it said: t \/ t/),
    ]);
  });

  test("a reader that waits gets all of the output, and the server hears of the end meanwhile", async () => {
    const job = "sh -c 'head -c 65000 /dev/zero; exit 5'";
    const read = inShell(
      `{ ${execWords("--name job", job)}; echo $? > rc; } | { until [ -e go ]; do sleep .05; done; wc -c; }`,
    );
    await scene.server.waitFor(({ message }) => message.includes("job failed with exit code 5"));
    writeFileSync(join(scene.folder, "go"), "");
    expect((await read).trim()).toBe("65000");
    expect(readFileSync(join(scene.folder, "rc"), "utf8")).toBe("5\n");
  });

  test("--tell-start", async () => {
    await scene.run([...named("job"), "--tell-start"], ["false"]);
    await scene.run([...named("job"), "--tell-start"], ["true"]);
    expect(pushed().map((text) => text.replace(/ after .*/, ""))).toEqual([
      "up job started",
      "down job failed with exit code 1",
      "down job started again; the run before failed",
      "up job succeeded",
    ]);
  });
});

describe("another run that goes on", () => {
  test.each([
    ["fail", 75, ["down job was not run: the run of", "up job succeeded"]],
    ["skip", 0, ["up job succeeded"]],
    ["run", 9, ["down job failed with exit code 9 after less than 1 s; the run of", "up job succeeded"]],
  ] as const)("--overlap %s: %i", async (rule, code, messages) => {
    const first = scene.start(named("job"), sh("echo ready; until test -e go; do sleep 0.1; done"));
    await saying(first, "ready");
    const second = await scene.run([...named("job"), "--overlap", rule], sh("exit 9"));
    writeFileSync(join(scene.folder, "go"), "");
    expect((await first.result).code).toBe(0);
    expect(second.code).toBe(code);
    expect(pushed()).toEqual(messages.map((message) => expect.stringContaining(message)));
    expect(second.stderr.includes("kuma-agent: job was not run: the run of")).toBe(rule !== "run");
  });

  test("of ten that start together just one runs", async () => {
    const runs = await Promise.all(
      Array.from({ length: 10 }, () => scene.run([...named("job"), "--overlap", "skip"], sh("echo x >> ran; sleep 4"))),
    );
    expect(runs.map(({ code }) => code)).toEqual(Array.from({ length: 10 }, () => 0));
    expect(readFileSync(join(scene.folder, "ran"), "utf8")).toBe("x\n");
  }, 60_000);

  test("a job whose watcher was killed still counts while it runs; after that its lost end is reported", async () => {
    const first = scene.start([...named("job"), "--output-lines", "0"], sh("echo $$; exec sleep 60"));
    await saying(first, "\n");
    const pid = Number(first.stdout());
    const records = (): string[] => readdirSync(join(scene.folder, "state")).filter((name) => name.endsWith(".json"));
    await until(() =>
      records().some((name) => readFileSync(join(scene.folder, "state", name), "utf8").includes(String(pid))),
    );
    process.kill(first.pid, "SIGKILL");
    await until(() => !isAlive(first.pid));
    expect((await scene.run(named("job"), ["true"])).code).toBe(75);
    process.kill(pid, "SIGKILL");
    await first.result;
    expect((await scene.run(named("job"), ["true"])).code).toBe(0);
    expect(pushed().at(-1)).toMatch(/^up job succeeded after .*; the run of \S+ before it never came to its end$/);
    expect((await scene.run(named("job"), ["true"])).code).toBe(0);
    expect(pushed().at(-1)).toBe("up job succeeded after less than 1 s");
  });
});

describe("Uptime Kuma is away, or cannot be reached", () => {
  test("the result is pushed when it is back", async () => {
    scene.server.answerWith(answer(502, "bad gateway"));
    const run = scene.start(named("job"), sh("exit 3"));
    await scene.server.waitFor(({ status }) => status === "down");
    scene.server.answerWith(recorded);
    expect(await run.result).toMatchObject({ code: 3, stderr: "" });
    expect(pushed().length).toBeGreaterThan(1);
  });

  test("the exit code stays, and one line says so", async () => {
    scene.server.answerWith(answer(502, "bad gateway"));
    const { code, stderr } = await scene.run([...named("job"), "--retry-for", "1s"], sh("exit 3"));
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringMatching(
        /^kuma-agent: the end of the job \(down\) was not reported to Uptime Kuma: HTTP 502[^\n]*\n$/,
      ),
    });
  });

  test("a second signal gives up waiting, not the exit code", async () => {
    scene.server.answerWith(answer(502, "bad gateway"));
    const run = scene.start(named("job"), sh("exit 3"));
    await scene.server.waitFor(({ status }) => status === "down");
    run.child.kill("SIGTERM");
    expect(await run.result).toMatchObject({ code: 3, stderr: expect.stringContaining("interrupted") });
  });

  test("other signals give up nothing: a window that changes, fg, a terminal that goes away", async () => {
    const state = { isAway: true };
    scene.server.answerWith((response, push) =>
      state.isAway ? answer(502, "bad gateway")(response, push) : recorded(response, push),
    );
    const run = scene.start(named("job"), sh("exit 3"));
    await scene.server.waitFor(({ status }) => status === "down");
    for (const signal of ["SIGWINCH", "SIGCONT", "SIGHUP", "SIGUSR1"] as const) run.child.kill(signal);
    state.isAway = false;
    expect(await run.result).toMatchObject({ code: 3, stderr: "" });
    expect(pushed().length).toBeGreaterThan(1);
  });

  test.each([
    [["--token-file", "absent"], "the token file cannot be read, there is no such file: absent"],
    [["--token-file", "credential:none"], "is a credential, but the service was given none"],
  ])("%j: the job runs all the same, and with --strict it does not", async (options, message) => {
    const { code, stderr } = await scene.run([...named("job"), ...options], sh("touch ran; exit 3"));
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(message) });
    expect(stderr.split("\n")).toHaveLength(2);
    const strict = await scene.run([...named("job"), ...options, "--strict"], sh("touch ran2"));
    expect(strict).toMatchObject({ code: 125, stderr: expect.stringContaining("the job is not run") });
    expect(() => readFileSync(join(scene.folder, "ran2"))).toThrow("ENOENT");
  });

  test("a folder for what runs that cannot be used is said, and the job runs", async () => {
    const { code, stderr } = await scene.run([...named("job"), "--state-folder", "/proc/none"], sh("exit 3"));
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining("cannot be seen whether another run"),
    });
    expect(pushed()).toHaveLength(1);
  });

  test("a push URL in the token file says the server as well", async () => {
    writeFileSync(join(scene.folder, "url"), `${scene.server.url}/api/push/${token}?status=up&msg=OK&ping=\n`);
    await inShell(`'${process.execPath}' '${agent.program}' exec --token-file url --state-folder s -- true`);
    expect(scene.server.pushes.map(({ path }) => path)).toEqual([`/api/push/${token}`]);
  });
});
