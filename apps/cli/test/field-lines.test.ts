import { expect, test } from "vitest";

import { fieldLines } from "../src/output/field-lines.ts";

test("values stand below one another, also the lines of one that has several", () => {
  const fields = { Name: "nginx", Tags: "", Description: "of the shop\r\n\n[kumakit v1 x]\n", Id: "3" };
  expect(fieldLines(fields)).toBe(
    [
      "Name:         nginx",
      "Description:  of the shop",
      "              ",
      "              [kumakit v1 x]",
      "Id:           3",
    ]
      .map((line) => line.trimEnd())
      .join("\n"),
  );
});

test("what could rewrite the screen is shown, not obeyed", () => {
  expect(fieldLines({ Name: "a\u001b[2Jb\rc" })).toBe(String.raw`Name:  a\u001b[2Jb\u000dc`);
});
