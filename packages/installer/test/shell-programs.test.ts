import { throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

import { drillScript, printScript, type HostPlan } from "../src/index.ts";
import { discoverProgram, lockProgram, reportProgram, roadProgram, surveyProgram } from "../src/scripts/programs.ts";
import { replaceProgram, stepsProgram } from "../src/scripts/steps-program.ts";
import { exampleFacts } from "./support/example-facts.ts";

/** The output of `--print script` for a host of which nothing is known. */
function printedScript(): string {
  const owner = { user: "root", group: "root" };
  const secret = { from: "secret", ref: "tokens/nginx.service" } as const;
  const text = { from: "text", text: "{}\n", sha256: "0".repeat(64) } as const;
  const plan: HostPlan = {
    version: 1,
    action: "install",
    scope: "system",
    steps: [
      { kind: "file", part: "config", path: "/etc/kuma-agent/agent.json", mode: "0640", owner, content: text },
      { kind: "file", part: "token", path: "/etc/kuma-agent/tokens/nginx", mode: "0640", owner, content: secret },
    ],
    warnings: [],
  };
  return printScript({ facts: exampleFacts(), plan, named: [], server: "http://kuma.example:3001" });
}

/** The script of drills of a host. */
function drills(): string {
  const config = { version: 1, server: { url: "http://kuma.example:3001" }, host: "tk-app3", checks: [] } as const;
  const drill = { every: "weekly", monitorId: 1 } as const;
  return drillScript({ ...config, checks: [] }, { folder: "/etc/kuma-agent", drill });
}

describeWith(["shellcheck"], "shellcheck", () => {
  it.each([
    ["survey", surveyProgram],
    ["lock", lockProgram],
    ["discover", discoverProgram],
    ["replace", replaceProgram],
    ["steps", stepsProgram],
    ["report", reportProgram],
    ["road", roadProgram],
    ["drills", drills()],
    ["that was printed", printedScript()],
  ])("has nothing to say of the program %s", (_name, text) => {
    const [program = "", ...args] = throughLayer(["shellcheck", "--shell=sh", "-"]);
    const { status, stdout } = spawnSync(program, args, { input: text, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });
});
