import { readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findProgram, throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { expect, test } from "vitest";
import { judgeParts, judgeProgram, publishProgram } from "../../src/script/format-script.ts";
import { scriptParts } from "../../src/script/script-parts.ts";
import { run } from "./script-tools.ts";

const folder = fileURLToPath(new URL("../../src/script/", import.meta.url));
const shellFiles = readdirSync(folder).filter((name) => name.endsWith(".sh"));

test("each awk file is part of a program that is checked here", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".awk"));
  expect([...judgeParts, "replies.awk", "status.awk", "publish.awk"].toSorted()).toEqual(files.toSorted());
});

describeWith(["shellcheck"], "shellcheck, at the source", () => {
  test.each(shellFiles)("%s is in order", async (name) => {
    const [program = "", ...args] = throughLayer(["shellcheck", `${folder}${name}`]);
    const { stdout, stderr } = await run(program, args).catch((error: { stdout: string; stderr: string }) => error);
    expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "" });
  });
});

/**
 * In awk a variable without a value is empty, and a parameter hides a variable of the same name: neither is a fault. The
 * program that writes the status shares a file with the judge, and calls only a part of it.
 */
const isUsual =
  /: (?:warning: reference to uninitialized |warning: function `\w+': parameter `\w+' shadows |warning: function `muted_text' defined but never called)/;

describeWith(["gawk"], "gawk --lint", () => {
  test.each([
    ["judge", judgeProgram()],
    ["replies", scriptParts["replies.awk"]],
    ["status", scriptParts["status.awk"]],
    ["publish", publishProgram()],
  ])("the program %s is in order", async (_name, text) => {
    const [program = "", ...args] = throughLayer([findProgram("gawk") ?? "gawk", "--lint", text, "/dev/null"]);
    // The judge keeps its state there.
    const place = await mkdtemp(join(tmpdir(), "kuma-lint-"));
    await writeFile(join(place, "state"), "of another config\n");
    const { stderr } = await run(program, args, { env: { LC_ALL: "C", kuma_folder: place } });
    await rm(place, { recursive: true });
    expect(stderr.split("\n").filter((line) => line !== "" && !isUsual.test(line))).toEqual([]);
  });
});
