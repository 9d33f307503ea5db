import { readFile } from "node:fs/promises";
import { startAlertSink } from "@kumakit/testkit";
import { expect, test, vi } from "vitest";
import type { ServerUnderTest } from "./test-bench.ts";

/** The README's example of notifications. */
export function readmeNotificationsSuite(server: ServerUnderTest): void {
  test("the example of notifications does what it says", async () => {
    await using sink = await startAlertSink();
    const folder = new URL("../../../", import.meta.url);
    const example = await readFile(new URL("examples/notifications.mjs", folder), "utf8");
    expect(await readFile(new URL("README.md", folder), "utf8")).toContain(`\`\`\`js\n${example}\`\`\``);

    const printed: string[] = [];
    const log = vi
      .spyOn(console, "log")
      .mockImplementation((...words: unknown[]) => void printed.push(words.join(" ")));
    vi.stubEnv("KUMA_URL", server.url);
    vi.stubEnv("KUMA_USERNAME", server.username);
    vi.stubEnv("KUMA_PASSWORD", server.password);
    vi.stubEnv("HOOK_URL", sink.url);
    vi.resetModules();
    try {
      // @ts-expect-error: a script, which exports nothing and has no types
      await import("../../../examples/notifications.mjs");
    } finally {
      log.mockRestore();
      vi.unstubAllEnvs();
    }
    expect(printed).toEqual(["true", 'telegramBotTokn: Telegram has no such field; did you mean "telegramBotToken"?']);
    expect(sink.alerts.map(({ status }) => status)).toEqual(["test"]);
  });
}
