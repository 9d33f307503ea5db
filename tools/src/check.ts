/**
 * The one gate for everything that is not a test: `pnpm check`. Every step runs, also after one failed, so that a
 * person sees all there is to mend at once.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { repositoryRoot } from "./repository-root.ts";

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Folder below the repository root; the root itself by default. */
  readonly folder?: string;
}

const published = ["packages/text", "packages/client", "packages/agent", "packages/installer"];

const steps: readonly Step[] = [
  { name: "format", command: ["oxfmt", "--check"] },
  { name: "lint", command: ["oxlint", "--type-aware", "--deny-warnings"] },
  { name: "types of the tests", command: ["tsc", "-p", "tsconfig.test.json"] },
  { name: "import directions", command: ["node", "tools/turbo.mjs", "boundaries"] },
  { name: "unused code", command: ["knip"] },
  { name: "manifests", command: ["sherif"] },
  { name: "generated docs", command: ["node", "tools/dist/generate-docs.js", "--check"] },
  { name: "changesets", command: ["node", "tools/dist/check-changesets.js"] },
  ...published.flatMap((folder): Step[] => [
    {
      name: `API report, ${folder}`,
      command: ["api-extractor", "run", "-c", `../${folder}/api-extractor.json`],
      folder: "tools",
    },
    { name: `package shape, ${folder}`, command: ["publint", "--strict", `../${folder}`], folder: "tools" },
    {
      name: `package types, ${folder}`,
      command: [
        "attw",
        "--pack",
        `../${folder}`,
        "--profile",
        "esm-only",
        "--exclude-entrypoints",
        "./bundle",
        "--quiet",
      ],
      folder: "tools",
    },
  ]),
];

const failed = steps.filter((step) => !passes(step));
console.log(
  failed.length === 0 ? "\ncheck: all in order" : `\ncheck: failed: ${failed.map((step) => step.name).join(", ")}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

function passes({ name, command: [program, ...args], folder }: Step): boolean {
  const started = performance.now();
  const cwd = join(repositoryRoot, folder ?? ".");
  const { status, stdout, stderr } = spawnSync("pnpm", ["exec", program, ...args], { cwd, encoding: "utf8" });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok    " : "FAILED"}  ${name} (${seconds} s)`);
  if (status !== 0) console.log(`${stdout}${stderr}`);
  return status === 0;
}
