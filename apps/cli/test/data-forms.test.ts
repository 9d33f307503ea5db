import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";

import { loadFormatter } from "../src/output/data-forms.ts";
import { commands, wordsOf } from "./support/built-kuma.ts";
import { newUser, type KumaUser } from "./support/kuma-user.ts";

let user: KumaUser;
beforeAll(() => {
  user = newUser();
});
afterAll(() => user[Symbol.dispose]());

const nobodyWarns = (message: string): void => {
  throw new Error(message);
};

async function byTemplate(template: string, data: unknown, warn = nobodyWarns): Promise<string | undefined> {
  return (await loadFormatter({ kind: "template", template }, warn)).one(data);
}

const monitors = [
  { id: 1, name: "a & b <c>", tags: [{ name: "prod" }] },
  { id: 2, name: "nginx", tags: [] },
];

test("a template is filled in once for each thing, without the escapes of a page", async () => {
  expect(await byTemplate("{{id}}\\t{{name}}{{#tags}} [{{name}}]{{/tags}}", monitors)).toBe(
    "1\ta & b <c> [prod]\n2\tnginx",
  );
  expect(await byTemplate("{{tag.name}}", { tag: { name: "prod" } })).toBe("prod");
});

test("a name that the result does not have is named, with the one that was meant", async () => {
  const said: string[] = [];
  expect(await byTemplate("{{nmae}}", monitors, (message) => void said.push(message))).toBe("\n");
  expect(said).toEqual(['The result has no "nmae". Did you mean "name"?']);
});

test("a template that cannot be read is wrong usage, before anything is done", async () => {
  await expect(byTemplate("{{#tags}}", monitors)).rejects.toMatchObject({
    code: "KUMA_USAGE",
    exit: 2,
    message: expect.stringContaining("--template is wrong"),
  });
});

test.each([
  ["a list", monitors, "a & b <c>\nnginx"],
  ["one thing", { slug: "public", title: "Our services" }, "public"],
  ["a thing that holds a list", { server: "http://kuma", monitors }, "a & b <c>\nnginx"],
  ["an empty list", [], ""],
  ["a result without names", { dryRun: true, steps: ["delete it"] }, undefined],
])("the names in %s", async (_, data, expected) => {
  expect((await loadFormatter({ kind: "name" }, nobodyWarns)).one(data)).toBe(expected);
});

test("YAML says what JSON says, for texts that look like something else too", async () => {
  const data = { a: "no", b: "1e3", c: undefined, d: "x\ny", e: null, f: [], g: "\u001b[31m", h: "é".repeat(200) };
  const { one, each } = await loadFormatter({ kind: "yaml" }, nobodyWarns);
  expect(parse(one(data) ?? "")).toEqual(JSON.parse(JSON.stringify(data)));
  expect(each({ id: 1 })).toBe("---\nid: 1");
});

// Those that need neither a server nor a login.
const offline = commands.filter(({ id }) => ["version", "help:exit-codes", "notification:types"].includes(id));

describe.each(offline)("kuma $id", (command) => {
  test("prints the same as JSON and as YAML", async () => {
    const words = wordsOf(command);
    const [json, yaml, flag] = await Promise.all([
      user.run([...words, "--output", "json"]),
      user.run(["-o", "yaml", ...words]),
      user.run([...words, "--json"]),
    ]);
    expect(json).toEqual(flag);
    expect(yaml).toMatchObject({ code: 0, stderr: "" });
    expect(parse(yaml.stdout)).toEqual(JSON.parse(json.stdout));
  });
});

test.each([["--output=json"], ["-o", "json"], ["-ojson"], ["--json"]])(
  "errors are JSON with %s %s",
  async (...form) => {
    const { stdout, stderr, code } = await user.run(["whoami", ...form]);
    expect({ stdout, code, error: JSON.parse(stderr) }).toMatchObject({
      stdout: "",
      code: 4,
      error: { error: { exit: 4 } },
    });
  },
);

test("two forms at once are refused", async () => {
  const { stderr, code } = await user.run(["version", "--json", "--output", "yaml"]);
  expect({ stderr, code }).toEqual({
    code: 2,
    stderr: expect.stringContaining("cannot be used together"),
  });
});
