import { findProgram, throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { shellWord } from "@kumakit/text";
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

import { hereDocument } from "../src/print/here-document.ts";

/** Texts that would mean something to a shell, to a here-document or to a terminal. */
const hostile: readonly string[] = [
  "",
  "\n",
  "plain\n",
  "without a line break",
  "END\nEND_2\nEND\n",
  "$(touch /tmp/x) `id` ${HOME} \\\n\\n\t'\"\n",
  "a\r\nb\r\n",
  "\u001b[2Jgone\n",
  "\u202egnp.sh\n",
  "umlaut ä, CJK 漢字, astral 🐻\n",
  "\u0081\u0082\u0088 C1\n",
  "\0NUL\0\n",
  `${"x".repeat(70_000)}\n`,
  "--\n-n\n-e \\x41\n",
  "'; rm -rf /; '\n",
];

const shells: readonly (readonly string[])[] = [["dash"], ["bash", "--posix"], ["busybox", "sh"]];

function run([shell = "", ...options]: readonly string[], text: string): Buffer {
  const [program = "", ...args] = throughLayer([findProgram(shell) ?? shell, ...options, "-s"]);
  const { stdout, stderr, status } = spawnSync(program, args, { input: text });
  expect({ status, complaint: stderr.toString() }).toEqual({ status: 0, complaint: "" });
  return stdout;
}

/** A text of bytes that a shell may stumble over, always the same for a seed. */
function anyBytes(seed: number): Buffer {
  const words = [
    "END",
    "\n",
    "$",
    "`",
    "\\",
    "'",
    '"',
    "\r",
    "\0",
    "\u0081",
    "\u00ff",
    "漢",
    "!",
    "{}",
    "#",
    "<<",
    " ",
    "\t",
  ];
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  const text = Array.from({ length: next(60) }, () => words[next(words.length)]).join("");
  const bytes = Buffer.from(text);
  // Half of a character cannot be shown as text.
  return next(3) === 0 ? bytes.subarray(0, Math.max(0, bytes.length - 1)) : Buffer.concat([bytes, Buffer.from("\n")]);
}

for (const shell of shells)
  describeWith(shell.slice(0, 1), shell.join(" "), () => {
    it("gives every content back byte for byte", () => {
      const contents = [
        ...hostile.map((text) => Buffer.from(text)),
        ...Array.from({ length: 300 }, (_, seed) => anyBytes(seed)),
      ];
      const functions = contents.map((content, index) => hereDocument(`content_${index}`, content, `no ${index}`));
      const calls = contents.map((_content, index) => `content_${index} | od -An -v -tx1 | tr -d ' \\n'; echo`);
      const printed = run(shell, [...functions, ...calls, ""].join("\n")).toString();
      expect(printed.split("\n").slice(0, -1)).toEqual(contents.map((content) => content.toString("hex")));
    });

    it("takes every word for itself", () => {
      const words = hostile.filter((text) => !text.includes("\0"));
      const printed = run(shell, words.map((text) => `printf '%s\\001' ${shellWord(text)}\n`).join("")).toString();
      expect(printed.split("\u0001").slice(0, -1)).toEqual(words);
    });
  });

it("shows a content that a person can read as it is, and hides nothing in it", () => {
  expect(hereDocument("content_1", Buffer.from("a\nEND\n"), "/etc/x")).toBe(
    "content_1() { # /etc/x\ncat <<'END_2'\na\nEND\nEND_2\n}\n",
  );
  expect(hereDocument("content_1", Buffer.from("\u202egnp.sh\n"))).toBe(
    "content_1() {\nbase64 -d <<'END'\n4oCuZ25wLnNoCg==\nEND\n}\n",
  );
});
