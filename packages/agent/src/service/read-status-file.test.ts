import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { statusCommand } from "../cli/status-command.ts";
import { readStatusFile } from "./read-status-file.ts";

describe("a status file", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "status-"));
    file = join(folder, "status.json");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const shown = () => statusCommand({ file, json: false }, { stdout: () => undefined } as never);

  it("is read as it is, up to a bound", async () => {
    await writeFile(file, "{é}");
    expect(await readStatusFile(file)).toBe("{é}");
    await truncate(file, 1024 ** 4);
    expect(await readStatusFile(file)).toHaveLength(4 * 1024 * 1024 - 1);
  });

  it("that is a pipe is not waited for", async () => {
    execFileSync("mkfifo", [file]);
    await expect(shown()).rejects.toThrow("it is not a plain file");
  });

  it("that is a link is not followed", async () => {
    await writeFile(join(folder, "other"), "{}");
    await symlink(join(folder, "other"), file);
    await expect(shown()).rejects.toThrow("it is a link");
  });

  it("that is a folder is said to be one", async () => {
    file = folder;
    await expect(shown()).rejects.toThrow("it is not a plain file");
  });
});
