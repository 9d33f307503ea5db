import { startKuma } from "@kumakit/testkit";
import { expect, test } from "vitest";

import { outputSchema } from "../support/built-kuma.ts";
import { newUser } from "../support/kuma-user.ts";
import { passwordFile } from "../support/logged-in-user.ts";

/** Things that would disturb everybody else on a shared server: a first API key closes the metrics to passwords. */
test("a new server is set up, once, and gets an API key that no list shows", async () => {
  await using kuma = await startKuma({ admin: false });
  using user = newUser();
  const setUp = [
    "server",
    "setup",
    kuma.url,
    "--username",
    "admin",
    "--password-file",
    passwordFile(user, "not-secret-1"),
  ];
  expect(await user.run(setUp)).toMatchObject({ code: 0 });
  expect(await user.run(setUp)).toMatchObject({ code: 6, stderr: expect.stringContaining("has a user already") });

  const json = async (id: string, words: readonly string[]): Promise<unknown> => {
    const { stdout, stderr, code } = await user.run([...id.split(" "), ...words, "--json"]);
    expect({ id, stderr, code }).toEqual({ id, stderr: "", code: 0 });
    const data: unknown = JSON.parse(stdout);
    expect((await outputSchema(id.replaceAll(" ", ":"))).safeParse(data).error).toBeUndefined();
    return data;
  };
  const made = (await json("api-key create", ["prometheus", "--for", "90d"])) as { readonly id: number; key: string };
  expect(made).toMatchObject({ name: "prometheus", status: "active", key: expect.stringMatching(/^uk\d+_/) });
  const listed = await json("api-key list", []);
  expect(listed).toMatchObject([{ id: made.id, name: "prometheus" }]);
  expect(JSON.stringify(listed)).not.toContain(made.key);
  expect(await json("api-key delete", [`id:${made.id}`, "--dry-run"])).toMatchObject({ dryRun: true });
  await json("api-key delete", [`id:${made.id}`, "--yes"]);
  expect(await json("api-key list", [])).toEqual([]);
}, 60_000);
