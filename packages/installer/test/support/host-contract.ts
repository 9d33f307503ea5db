import { PassThrough } from "node:stream";
import { expect, it } from "vitest";

import type { Host } from "../../src/index.ts";

/** Words that a shell, a terminal or ssh would take for something else, if they were let. */
export const hostileWords = [
  "",
  " ",
  "-oProxyCommand=touch x",
  "$(touch x)",
  "`touch x`",
  "'; touch x; '",
  String.raw`\'"\"\\`,
  "a\nb\n\n",
  "*?[a]{b,c}~",
  "!!$HOME&|<>();#",
  "\u001b]0;x\u0007 ä 🐻",
  "%n\t%s",
  "é".repeat(2000),
];

/** Everything that a {@link Host} promises, whatever carries its scripts. */
export function holdsHostContract(host: () => Host): void {
  it("gives a script its arguments and its input as they are, and its output back", async () => {
    const input = Buffer.from("\0first\r\nkuma-00 ready\n\xff'$(x)\n\n", "latin1");
    const program = 'for word; do printf "%s\\0" "$word"; done; cat; printf "%s" "$0" >&2; exit 7';
    const { code, output, complaint } = await host().runScript({ program, args: hostileWords, input });
    expect(output.toString("latin1")).toBe(
      `${Buffer.from(hostileWords.map((word) => `${word}\0`).join("")).toString("latin1")}${input.toString("latin1")}`,
    );
    expect({ code, complaint }).toEqual({ code: 7, complaint: "kuma" });
  });

  it.each([
    ["exit 0", 0],
    ["exit 255", 255],
    ["kill -TERM $$", 143],
    ["kill -KILL $$", 137],
    ["no-such-program", 127],
  ])("says how a script ended: %s", async (program, code) => {
    expect((await host().runScript({ program, args: [] })).code).toBe(code);
  });

  it("talks with a script while it runs", async () => {
    const input = new PassThrough();
    const lines: string[] = [];
    const onLine = (line: string): void => {
      lines.push(line);
      if (lines.length < 3) input.write(`${line}+\n`);
    };
    const program = 'echo begin; while read -r line; do echo "$line"; [ "$line" != begin++ ] || exit 4; done';
    // Its input stays open: the end of the script is the end.
    const { code } = await host().runScript({ program, args: [], input, onLine });
    expect({ code, lines }).toEqual({ code: 4, lines: ["begin", "begin+", "begin++"] });
  });

  it("does not mind a script that reads nothing of much input", async () => {
    const input = Buffer.alloc(4 * 1024 * 1024, "x");
    const { code, output } = await host().runScript({ program: "echo done", args: [], input });
    expect({ code, output: output.toString() }).toEqual({ code: 0, output: "done\n" });
  });

  it("ends a script by a signal, and says so when it has ended", async () => {
    const abort = new AbortController();
    const program = "trap 'echo ending; exit 9' TERM; echo ready; while :; do sleep 0.05; done";
    const onLine = (line: string): void => {
      if (line === "ready") abort.abort();
    };
    const { code, output } = await host().runScript({ program, args: [], onLine, signal: abort.signal });
    expect({ code, output: output.toString() }).toEqual({ code: 9, output: "ready\nending\n" });
  });

  it("ends one that takes too long", async () => {
    const program = "trap 'exit 9' TERM; while :; do sleep 0.05; done";
    expect((await host().runScript({ program, args: [], timeout: 1500 })).code).toBe(9);
  });

  it("keeps 32 MiB of what a script prints, and no more", async () => {
    const program = "head -c 40000000 /dev/zero; echo end >&2; exit 3";
    const { code, output, complaint } = await host().runScript({ program, args: [] });
    expect({ code, length: output.length, complaint }).toEqual({ code: 3, length: 33_554_432, complaint: "end\n" });
  });

  it("runs several scripts at a time", async () => {
    const numbers = Array.from({ length: 8 }, (_, index) => String(index));
    const program = 'sleep 0.2; printf %s "$1"';
    const results = await Promise.all(numbers.map((number) => host().runScript({ program, args: [number] })));
    expect(results.map(({ output }) => output.toString())).toEqual(numbers);
  });

  it("takes no setting of ours along", async () => {
    process.env["KUMA_PASSWORD"] = "hunter2";
    try {
      const { output } = await host().runScript({ program: "env", args: [] });
      expect(output.toString()).not.toContain("hunter2");
    } finally {
      delete process.env["KUMA_PASSWORD"];
    }
  });
}
