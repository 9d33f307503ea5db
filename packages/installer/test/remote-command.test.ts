import { findProgram, runCommand, throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { expect, it } from "vitest";

import { firstLine, remoteCommand } from "../src/hosts/ssh/remote-command.ts";
import { hostileWords } from "./support/host-contract.ts";

/** Characters that mean something to one shell or another, and some that mean nothing. */
const alphabet = Array.from("'\"\\$`!*?[]{}()<>|&;#~^%=+-,./:@ \t\n\r\u001b\u0080äé🐻aZ0");

/** Numbers that are the same in each run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomWords(seed: number): readonly string[] {
  const random = randomNumbers(seed);
  return Array.from({ length: 60 }, () =>
    Array.from({ length: random(24) }, () => alphabet[random(alphabet.length)]).join(""),
  );
}

const mark = "kuma-0123456789abcdef";
const loginShells = ["sh", "bash", "zsh", "fish", "busybox"];

describeWith(loginShells, "the command that ssh is given", () => {
  it.each(loginShells)("brings every word through %s as it is", async (shell) => {
    const program = 'for word; do printf "%s\\0" "$word"; done; cat';
    for (const args of [hostileWords, ...[1, 2, 3, 4, 5].map(randomWords)]) {
      const login = [findProgram(shell) ?? shell, ...(shell === "busybox" ? ["sh"] : [])];
      const argv = throughLayer([...login, "-c", remoteCommand(mark, { kind: "none" })]);
      const input = `${firstLine(mark, { program, args })}the rest\0`;
      const { stdout, stderr, code } = await runCommand(argv, { input, env: { PATH: process.env["PATH"] } });
      const begin = stdout.indexOf("\n", stdout.indexOf(mark)) + 1;
      expect(stdout.slice(begin)).toBe([...args, "the rest", ""].join("\0"));
      // bash reads a profile here, as it does behind sshd; it may complain.
      expect(stderr.slice(stderr.indexOf(`\n${mark}`))).toBe(`\n${mark} ready\n\n${mark} start\n\n${mark} 0\n`);
      expect(code).toBe(0);
    }
  });

  it("is short, because sudo logs it, and holds nothing of the script", () => {
    const commands = [
      remoteCommand(mark, { kind: "none" }),
      remoteCommand(mark, { kind: "free" }),
      remoteCommand(mark, { kind: "password", prompt: `${mark}?` }),
    ];
    for (const command of commands) expect(command.length).toBeLessThan(300);
  });
});
