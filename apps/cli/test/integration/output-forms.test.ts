import { kumaServers } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";

import type { KumaUser } from "../support/kuma-user.ts";
import { loggedInUser } from "../support/logged-in-user.ts";

const run = `kumakit-test-${process.pid} forms`;
const names = [`${run} a`, `${run} b`];

describe.each(kumaServers())("the forms of a result on $label", (server) => {
  let user: KumaUser;
  const print = async (...words: readonly string[]): Promise<string> => {
    const { stdout, stderr, code } = await user.run(words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  };

  beforeAll(async () => {
    user = await loggedInUser(server);
    for (const name of names) await print("monitor", "create", name, "--no-notify", "--quiet");
  });
  afterAll(async () => {
    for (const name of names) await user.run(["monitor", "delete", name, "--yes"]);
    user[Symbol.dispose]();
  });

  test("YAML is the same data as JSON", async () => {
    const shown = ["monitor", "show", names[0] ?? ""];
    const json = JSON.parse(await print(...shown, "--json")) as object;
    expect(parse(await print(...shown, "-o", "yaml"))).toEqual(json);
    expect(JSON.parse(await print(...shown, "-o", "json"))).toEqual(json);
  });

  test("names and templates go through all things of a list", async () => {
    const list = ["monitor", "list", "--name", run];
    expect(await print(...list, "-o", "name")).toBe(`${names.join("\n")}\n`);
    const lines = await print(...list, "--template", String.raw`{{type}}\t{{name}}`);
    expect(lines).toBe(`${names.map((name) => `push\t${name}`).join("\n")}\n`);
  });

  test("a failure with -o json is JSON on stderr, with the others a sentence", async () => {
    const json = await user.run(["monitor", "show", `${run} none`, "-o", "json"]);
    expect(json).toMatchObject({ code: 3, stdout: "" });
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: "KUMA_NOT_FOUND" } });
    const yaml = await user.run(["monitor", "show", `${run} none`, "-o", "yaml"]);
    expect(yaml).toMatchObject({ code: 3, stdout: "", stderr: expect.stringMatching(/^Error: There is no monitor/) });
  });

  test("a dry run is printed in the same forms", async () => {
    const plan = parse(await print("monitor", "pause", names[0] ?? "", "--dry-run", "-o", "yaml")) as object;
    expect(plan).toMatchObject({ dryRun: true, steps: [expect.stringContaining("pause the monitor")] });
  });
});
