import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runCommand, startCommand, startInTerminal } from "@kumakit/testkit";

const hostile = `two words, 'quotes" $(id) %n \\ 🐻\nnext line`;
const node = process.execPath;

describe("a command", () => {
  test("gets its arguments, input and environment as they are", async () => {
    const script = "process.stdin.on('data', (d) => console.log(process.argv[1] + '|' + process.env.X + '|' + d))";
    const result = await runCommand([node, "-e", script, "--", hostile], { input: "in", env: { X: "x y" } });
    expect(result).toStrictEqual({ stdout: `${hostile}|x y|in\n`, stderr: "", code: 0 });
  });

  test("keeps its streams apart, and its code", async () => {
    const result = await runCommand(["sh", "-c", "echo out; echo err >&2; exit 3"]);
    expect(result).toStrictEqual({ stdout: "out\n", stderr: "err\n", code: 3 });
  });

  test("that a signal ended has the code a shell would give", async () => {
    expect((await runCommand(["sh", "-c", "kill -TERM $$"])).code).toBe(143);
  });

  test("has an empty stdin when it is given none", async () => {
    expect((await runCommand(["cat"])).stdout).toBe("");
  });

  test("is run in the given folder", async () => {
    expect((await runCommand(["pwd"], { cwd: "/usr" })).stdout).toBe("/usr\n");
  });

  test("that does not exist is an error that names it", async () => {
    await expect(runCommand(["no-such-program-at-all"])).rejects.toThrow(
      "no-such-program-at-all could not be started: spawn no-such-program-at-all ENOENT",
    );
  });

  test("that takes too long is killed, with all that it started", async () => {
    const running = startCommand(["sh", "-c", "sleep 600 & echo $!; wait"], { timeout: 300 });
    await running.waitForText(/\d+\n/u);
    const sleeper = Number(running.output());
    await expect(running.finished).rejects.toThrow(`sh took longer than 0.3 s. It printed:\n${sleeper}\n`);
    await expect.poll(() => isThere(sleeper)).toBe(false);
  });

  test("can be talked to while it runs", async () => {
    const running = startCommand(["sh", "-c", "echo name?; read name; echo hello $name; read rest; echo bye"]);
    await running.waitForText("name?");
    running.type("bear\n");
    await running.waitForText("hello bear");
    running.endInput();
    expect(await running.finished).toMatchObject({ code: 0, stdout: "name?\nhello bear\nbye\n" });
  });

  test("that ends before the awaited text says what it printed", async () => {
    const running = startCommand(["sh", "-c", "echo something else"]);
    await expect(running.waitForText("this")).rejects.toThrow(
      "the program ended before this came. It printed:\nsomething else\n",
    );
  });

  test("is waited for from the last text on", async () => {
    const running = startCommand(["sh", "-c", "echo again; read x; echo again"]);
    await running.waitForText("again");
    await expect(running.waitForText("again", 100)).rejects.toThrow("0.1 s passed before again came");
    running.type("\n");
    await running.waitForText("again");
    expect((await running.finished).code).toBe(0);
  });
});

describe("a command on a terminal", () => {
  test("sees a terminal of the size that was asked for", async () => {
    const script =
      "const { isTTY, columns, rows } = process.stdout; console.log(`${process.stdin.isTTY} ${isTTY} ${columns} ${rows}`)";
    const running = startInTerminal([node, "-e", script], { columns: 72, rows: 20 });
    expect(await running.finished).toStrictEqual({ stdout: "true true 72 20\r\n", stderr: "", code: 0 });
  });

  test("gets its arguments and environment as they are, and its code back", async () => {
    const script = "process.stdout.write(process.argv[1] + '|' + process.env.X); process.exit(9)";
    const env = { PATH: process.env["PATH"], X: "x y" };
    const { stdout, code } = await startInTerminal([node, "-e", script, "--", hostile], { env }).finished;
    expect(stdout).toBe(`${hostile.replaceAll("\n", "\r\n")}|x y`);
    expect(code).toBe(9);
  });

  test("is answered as a person would: after its question, with keys", async () => {
    const running = startInTerminal(["sh", "-c", 'stty -echo; printf "password: "; read p; echo; echo "got ${#p}"']);
    await running.waitForText("password: ");
    running.type("hunter2\r");
    await running.waitForText("got 7");
    const { stdout, code } = await running.finished;
    expect(code).toBe(0);
    expect(stdout).not.toContain("hunter2");
  });

  test("is interrupted by Ctrl-C", async () => {
    const stop = "process.on('SIGINT', () => { console.log('stopped'); process.exit(130); });";
    const script = `${stop} setInterval(() => {}, 1000); console.log('ready');`;
    const running = startInTerminal([node, "-e", script]);
    await running.waitForText("ready");
    running.type("\u0003");
    const { stdout, code } = await running.finished;
    expect(stdout).toContain("stopped");
    expect(code).toBe(130);
  });
});

/** Whether a process still runs; one that has ended may wait to be collected by its parent. */
function isThere(pid: number): boolean {
  try {
    return !/\) Z /u.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
