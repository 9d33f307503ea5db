import path from "node:path";
import { runCommand } from "@kumakit/testkit";

const installing = 300_000;

/** A package of PyPI in its own virtual environment. */
export interface InstalledPeer {
  /** Its name and version. */
  readonly label: string;
  /** The path of one of its programs, `python` among them. */
  readonly program: (name: string) => string;
}

/** Installs the newest release of a package of PyPI into this folder. @throws Error when it cannot be had here */
export async function installPeer(name: string, folder: string): Promise<InstalledPeer> {
  await run(["python3", "-m", "venv", folder]);
  const program = (file: string): string => path.join(folder, "bin", file);
  await run([program("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", name]);
  const version = `import importlib.metadata as m; print(m.version("${name}"))`;
  return { label: `${name} ${(await run([program("python"), "-c", version])).trim()}`, program };
}

async function run(argv: readonly [string, ...string[]]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(argv, { timeout: installing });
  if (code !== 0) throw new Error(`${argv.join(" ")} ended with code ${code}: ${stderr}`);
  return stdout;
}
