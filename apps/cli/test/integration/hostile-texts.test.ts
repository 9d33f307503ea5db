import { kumaServers } from "@kumakit/testkit/vitest";
import { describe, expect, onTestFinished, test } from "vitest";

import { commands, wordsOf, type ManifestCommand } from "../support/built-kuma.ts";
import { clientOf, loggedInUser } from "../support/logged-in-user.ts";

const evil = `kumakit-test-${process.pid} \u001B[2J\u009B1A\u202Ex\u2066\u0085\r\nspoofed\u0007`;
/** As far as the client lets it pass into a name. */
const turned = `kumakit-test-${process.pid} \u202Ex\u2066 spoofed`;
/** Characters that could rewrite a screen; our own line break is not one of them. */
const raw = /[^\P{Cc}\n]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u;

/** The words of a job print the job's own output, and a completion is a script. */
const notOurs = new Set(["run", "completion", "login", "logout"]);

function linesOf(command: ManifestCommand): readonly (readonly string[])[] {
  const given = Object.entries(command.args).map(([, { options }]) => options?.[0] ?? evil);
  const switches = [
    ...(command.flags["dry-run"] === undefined ? [] : ["--dry-run"]),
    ...(command.flags["name"]?.type === "option" ? ["--name", "spoofed"] : []),
    ...(command.flags["debug"] === undefined ? [] : ["--debug"]),
  ];
  const line = [...wordsOf(command), ...given];
  return [
    [...line, ...switches],
    [...line, ...switches, "--json"],
    [...line, ...switches, "--server", evil],
    [...line, ...switches, `--${evil}`],
  ];
}

describe.each(kumaServers().slice(0, 1))("$label", (server) => {
  test("no command lets a control character of the server or of its words through", async () => {
    const user = await loggedInUser(server);
    const client = await clientOf(user);
    const { id } = await client.monitors.create({ type: "push", name: turned });
    onTestFinished(async () => {
      await client.monitors.delete(id);
      await client.close();
      user[Symbol.dispose]();
    });
    const faults: string[] = [];
    let shown = 0;
    const lines = [
      ...commands.filter((command) => !notOurs.has(command.id)).flatMap(linesOf),
      ["monitor", "show", String(id)],
      ["monitor", "list"],
      ["monitor", "list", "--json"],
      ["monitor", evil],
      [evil],
      ["help", evil],
    ];
    for (const line of lines) {
      const { stdout, stderr } = await user.run(line);
      if (raw.test(stdout) || raw.test(stderr)) faults.push(`${line.join(" ")}: ${JSON.stringify(stdout + stderr)}`);
      if (`${stdout}${stderr}`.includes("\\u202ex")) shown += 1;
    }
    expect(faults).toEqual([]);
    expect(shown).toBeGreaterThan(5);
  }, 400_000);
});
