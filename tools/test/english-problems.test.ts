import { expect, test } from "vitest";
import { englishProblems, proseOfMarkdown, proseOfSource } from "../src/english-problems.ts";

const found = (text: string) => englishProblems(text).map((problem) => `${problem.line}: ${problem.found}`);

test.each([
  ["What a user sees is checked.", ["1: What"]],
  ["It is up. What is down is told.", ["1: . What", "1: told"]],
  ["Whoever reads it starts anew.", ["1: Whoever", "1: Whoever", "1: anew"]],
  ["A restart is no alarm.\nA retry is none.", ["1: is no alarm", "2: is none"]],
  ["A value, as `5m`, in the place of one of its own.", ["1: , as", "1: in the place of", "1: of its own"]],
])("finds the turns of phrase in %s", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  "What now?",
  "There is no such unit.",
  "A line may end with there\nis no such unit.",
  "It is no longer there.",
  "It reports every change, such as a death.",
])("lets %s be", (text) => {
  expect(found(text)).toEqual([]);
});

test("reads comments and texts of a source, not its code", () => {
  const source = 'const told = "told";\n/**\n * What it holds.\n */\nfail("The server told nobody of it"); // anew\n';
  expect(found(proseOfSource(source))).toEqual(["3: What", "5: told", "5: anew"]);
});

test("reads the prose of a page, not its code", () => {
  expect(found(proseOfMarkdown("Run `told`.\n\n```sh\necho anew\n```\n\nIt begins anew.\n"))).toEqual(["7: anew"]);
});
