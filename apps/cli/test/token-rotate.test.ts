import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";

import { InstallCommand } from "../src/agents/install-command.ts";
import AgentTokenRotate from "../src/commands/agent/token/rotate.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The part of a command that would work on a host. */
const installing = InstallCommand.prototype as unknown as { installChecks: (...given: unknown[]) => Promise<void> };

afterEach(() => {
  vi.restoreAllMocks();
});

/** The wish that a command line gives to an install. */
async function asked(...words: readonly string[]): Promise<unknown> {
  const install = vi.spyOn(installing, "installChecks").mockResolvedValue();
  await AgentTokenRotate.run([...words], root);
  return install.mock.lastCall?.[0];
}

test("names each check once, or all of them and the agent itself", async () => {
  expect(await asked("nginx", "disk /", "nginx")).toMatchObject({
    changes: [{ check: "nginx" }, { check: "disk /" }],
    newTokens: "changed",
  });
  expect(await asked("--all")).toMatchObject({ changes: [{ check: undefined }], newTokens: "all" });
});

test.each([[[]], [["nginx", "--all"]]])("%j is refused before anything is looked at", async (words) => {
  await expect(asked(...words)).rejects.toMatchObject({ oclif: { exit: 2 } });
  expect(installing.installChecks).not.toHaveBeenCalled();
});
