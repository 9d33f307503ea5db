import { throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it, test } from "vitest";
import { manifestSchema, type DescribedCommand } from "../src/command-page.ts";
import { kumaManPage } from "../src/kuma-man-page.ts";
import { app } from "../src/load-built.ts";

const manifest = JSON.parse(readFileSync(join(app, "package.json"), "utf8")) as {
  readonly man: string;
  readonly files: readonly string[];
};
const page = join(app, manifest.man);
const { commands } = manifestSchema.parse(JSON.parse(readFileSync(join(app, "oclif.manifest.json"), "utf8")));

test("the package names the page for npm, and holds it", () => {
  expect(manifest.files).toContain(dirname(manifest.man));
  expect(readFileSync(page, "utf8")).toMatch(/^\.TH KUMA 1 /);
});

/** Runs a program of the layer; returns its output. */
function run(...argv: readonly [string, ...string[]]): string {
  const [program = "", ...args] = throughLayer(argv, app);
  return execFileSync(program, args, { encoding: "utf8", cwd: app });
}

describeWith(["mandoc"], "the manual page of kuma", () => {
  it("is one that mandoc knows nothing against", () => {
    const said = run("sh", "-c", `mandoc -T lint -W warning ${manifest.man} 2>&1 || :`).trim().split("\n");
    // It is the same whenever it is made, and so without a date.
    expect(said).toEqual([expect.stringContaining("missing date")]);
  });

  it("holds every command, argument and flag, the exit codes and the variables", () => {
    const shown = run("mandoc", "-T", "utf8", "-O", "width=300", manifest.man).replaceAll(/.\u0008/g, "");
    const shownCommands = Object.values(commands).filter(({ hidden }) => hidden !== true);
    expect(shownCommands.length).toBeGreaterThan(90);
    for (const { id, summary, args, flags } of shownCommands) {
      const section = shown.slice(shown.indexOf(`\n   kuma ${id.replaceAll(":", " ")}`));
      expect(section).toContain(summary);
      for (const { name } of Object.values(args)) expect(section).toContain(name.toUpperCase());
      for (const { name, hidden, allowNo } of Object.values(flags).filter((flag) => flag.hidden !== true))
        expect({ id, hidden, shown: section.includes(allowNo === true ? `--[no-]${name}` : `--${name}`) }).toEqual({
          id,
          hidden,
          shown: true,
        });
    }
    for (const word of ["130", "KUMA_AGENT_MODE", "NO_COLOR", "~/.config/kuma"]) expect(shown).toContain(word);
  });
});

test("no text becomes a request, a flag of many commands is described once, and a hidden one not at all", () => {
  const command = (id: string): DescribedCommand =>
    manifestSchema.parse({
      commands: {
        x: {
          id,
          summary: ".so /etc/passwd",
          examples: ["<%= config.bin %> <%= command.id %> -x"],
          flags: {
            all: { name: "all", type: "boolean", summary: "'All' of them … now." },
            secret: { name: "secret", type: "boolean", hidden: true },
            json: { name: "json", type: "boolean", summary: "Data.", helpGroup: "GLOBAL" },
          },
          args: { web: { name: "web", required: true, description: "\\fBWhich\\fP" } },
          readOnly: true,
          destructive: false,
          idempotent: true,
        },
      },
    }).commands["x"] as DescribedCommand;
  const tables = { exitCodes: [], environment: {}, summary: "watch" };
  const text = kumaManPage(["a", "b", "c:d"].map(command), tables);
  expect(text).toContain(".SS kuma c d WEB\n\\&.so /etc/passwd\n.TP\n.B WEB\n\\efBWhich\\efP\n");
  expect(text.split("\\(aqAll\\(aq of them \\[u2026] now.")).toHaveLength(2);
  expect(text.split(".B \\-\\-json")).toHaveLength(2);
  expect(text).not.toContain("secret");
});
