import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";

import { commands } from "./support/built-kuma.ts";
import { errorSchema, jsonSchemas } from "./support/json-schemas.ts";

const all = Object.entries({ ...jsonSchemas, error: errorSchema });

test("what every command prints with --json is described", () => {
  // The output of `kuma run` is that of the job.
  const described = commands.map(({ id }) => id).filter((id) => id !== "run");
  expect(Object.keys(jsonSchemas).toSorted()).toEqual(described.toSorted());
  const files = readdirSync(new URL("../../../docs/json", import.meta.url));
  const expected = all.map(([id]) => `${id.replaceAll(":", "-")}.schema.json`);
  expect(files.toSorted()).toEqual(expected.toSorted());
});

// A change of what scripts read is a change of a committed file: `vitest --update` writes them anew.
test.each(all)("docs/json holds the JSON Schema of %s", async (id, schema) => {
  const file = `../../../docs/json/${id.replaceAll(":", "-")}.schema.json`;
  const title = id === "error" ? "A failure of kuma --json, on stderr" : `kuma ${id.replaceAll(":", " ")} --json`;
  const text = JSON.stringify({ title, ...z.toJSONSchema(schema) }, null, 2);
  await expect(`${text}\n`).toMatchFileSnapshot(file);
});
