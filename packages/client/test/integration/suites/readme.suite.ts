import { readFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import type { ServerUnderTest } from "./test-bench.ts";

/** The example of the README. */
export function readmeSuite(server: ServerUnderTest): void {
  test("the example of the README does what it says", async () => {
    const folder = new URL("../../../", import.meta.url);
    const example = await readFile(new URL("examples/push-monitor.mjs", folder), "utf8");
    expect(await readFile(new URL("README.md", folder), "utf8")).toContain(`\`\`\`js\n${example}\`\`\``);

    const printed: string[] = [];
    const log = vi
      .spyOn(console, "log")
      .mockImplementation((...words: unknown[]) => void printed.push(words.join(" ")));
    vi.stubEnv("KUMA_URL", server.url);
    vi.stubEnv("KUMA_USERNAME", server.username);
    vi.stubEnv("KUMA_PASSWORD", server.password);
    vi.resetModules();
    try {
      // @ts-expect-error: a script, which exports nothing and has no types
      await import("../../../examples/push-monitor.mjs");
    } finally {
      log.mockRestore();
      vi.unstubAllEnvs();
    }
    expect(printed).toEqual([
      expect.stringMatching(/^Uptime Kuma \d+\.\d+\.\d+/),
      expect.stringContaining(`${server.url}/dashboard/`),
      "up done",
    ]);
  });
}
