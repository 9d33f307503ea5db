import { expect, test } from "vitest";

import { readBashLine } from "../src/completion/bash-line.ts";

const breaks = " \t\n\"'@><=;|&(:";

test.each([
  ["kuma ", [], ""],
  ["kuma monitor sh", ["monitor"], "sh"],
  [String.raw`FOO=1 /opt/bin/kuma monitor show ops\ cha`, ["monitor", "show"], "ops cha"],
  ['kuma monitor show "ops cha', ["monitor", "show"], "ops cha"],
  ["kuma monitor show 'ops $x' ", ["monitor", "show", "ops $x"], ""],
  [String.raw`kuma x "a\"b\c" ''`, ["x", 'a"b\\c'], ""],
])("%j is read as %j and %j", (line, words, current) => {
  expect(readBashLine(line, breaks)).toMatchObject({ words, current });
});

test.each([
  ["kuma monitor show ", "ops chat", String.raw`ops\ chat`],
  ["kuma monitor show ", "$(id) `x` 'y'", String.raw`\$\(id\)\ \`x\`\ \'y\'`],
  ["kuma monitor show ", "größe 🐻", String.raw`größe\ 🐻`],
  ['kuma monitor show "ops', "ops $(chat)", String.raw`ops \$(chat)`],
  ["kuma monitor show 'ops", "ops it's", String.raw`ops it'\''s`],
  // Bash replaces only what stands behind the last = or :, unless that is quoted.
  ["kuma x --type=pu", "--type=push", "push"],
  ["kuma x id:1", "id:12", "12"],
  [String.raw`kuma x id\:1`, "id:12", "id:12"],
  ['kuma x --notify="ops', "--notify=ops: chat", "ops: chat"],
])("%j is completed to %j with %j", (line, candidate, answer) => {
  expect(readBashLine(line, breaks).answer(candidate)).toBe(answer);
});
