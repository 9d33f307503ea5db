import { throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

import { lockProgram, reportProgram, stepsProgram, surveyProgram } from "../src/scripts/programs.ts";

describeWith(["shellcheck"], "shellcheck", () => {
  it.each([
    ["survey", surveyProgram],
    ["lock", lockProgram],
    ["steps", stepsProgram],
    ["report", reportProgram],
  ])("has nothing to say of the program %s", (_name, text) => {
    const [program = "", ...args] = throughLayer(["shellcheck", "--shell=sh", "-"]);
    const { status, stdout } = spawnSync(program, args, { input: text, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });
});
