import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repositoryRoot } from "../../src/repository-root.ts";

const run = promisify(execFile);
const guideFolder = join(repositoryRoot, "docs/client");

/** Pages that are no guides: the index, and what the tests write. */
const otherPages: readonly string[] = ["README.md", "tested-servers.md"];

/** All guides. */
export async function guideNames(): Promise<readonly string[]> {
  const names = await readdir(guideFolder);
  return names.filter((name) => name.endsWith(".md") && !otherPages.includes(name)).toSorted();
}

/** A page of the guides. */
export function guideText(name: string): Promise<string> {
  return readFile(join(guideFolder, name), "utf8");
}

/** Another package, outside of the workspace, that has only the built client in its node_modules. */
export interface Outside extends AsyncDisposable {
  readonly folder: string;
  /** Runs every example of a guide, one after the other, each by itself; gives the lines that they print. */
  printedBy(guide: string, env: Readonly<Record<string, string>>): Promise<readonly string[]>;
}

/** The code of each example of a guide. Every block of code is one: nothing is shown that is not run. */
function examplesIn(guide: string, text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)];
  const other = blocks.find(([, language]) => language !== "js");
  if (other !== undefined) throw new Error(`${guide} has a block of code that no test runs: ${other[0]}`);
  if (blocks.length === 0) throw new Error(`${guide} has no example`);
  return blocks.map(([, , code = ""]) => code);
}

/** Makes one. */
export async function startOutside(): Promise<Outside> {
  const folder = await mkdtemp(join(tmpdir(), "kumakit-guides-"));
  await mkdir(join(folder, "node_modules/@kumakit"), { recursive: true });
  await symlink(join(repositoryRoot, "packages/client"), join(folder, "node_modules/@kumakit/client"));
  return {
    folder,
    async printedBy(guide, env) {
      const printed: string[] = [];
      for (const code of examplesIn(guide, await guideText(guide))) {
        const file = join(folder, "example.mjs");
        await writeFile(file, code);
        const { stdout } = await run(process.execPath, [file], { env: { ...process.env, ...env }, timeout: 60_000 });
        printed.push(...stdout.trimEnd().split("\n"));
      }
      return printed;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
