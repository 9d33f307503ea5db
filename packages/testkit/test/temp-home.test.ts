import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { makeTempHome, runCommand } from "@kumakit/testkit";

test("a program keeps what it writes in its temp home, which is gone afterwards", async () => {
  const home = makeTempHome();
  const script = 'mkdir -p "$XDG_CONFIG_HOME" && cd && pwd && mktemp && echo x >"$XDG_CONFIG_HOME/file"';
  const { stdout, code } = await runCommand(["sh", "-c", script], { env: home.env });
  expect(code).toBe(0);
  const [folder, temporary = ""] = stdout.split("\n");
  expect(folder).toBe(home.folder);
  expect(temporary.startsWith(`${home.folder}/tmp/`)).toBe(true);
  expect(existsSync(path.join(home.folder, ".config/file"))).toBe(true);
  expect(statSync(home.folder).mode & 0o777).toBe(0o700);
  home.dispose();
  expect(existsSync(home.folder)).toBe(false);
});

test("nothing of the developer's environment gets in but the search path", () => {
  process.env["KUMA_PASSWORD"] = "leaks";
  using home = makeTempHome();
  delete process.env["KUMA_PASSWORD"];
  const names = Object.keys(home.env).filter((name) => !name.startsWith("XDG_"));
  expect(names.toSorted()).toStrictEqual(["HOME", "LANG", "PATH", "STATE_DIRECTORY", "TMPDIR", "TZ"]);
  expect(home.env["PATH"]).toBe(process.env["PATH"]);
});
