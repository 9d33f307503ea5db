import { closeSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

/** Architectures by the kernel's name: how a release calls them, and how the header of an ELF file does. */
const architectures: Readonly<Record<string, { readonly name: string; readonly machine: number }>> = {
  x86_64: { name: "x64", machine: 62 },
  aarch64: { name: "arm64", machine: 183 },
};

/**
 * The agent as one file with Node.js inside, for a host.
 *
 * @param given - that file, or a folder with the files of a release
 * @param kernel - name, release and architecture of the host's kernel
 * @returns its path, or the reason why it cannot be had, which may follow a colon
 */
export function standaloneFile(
  given: string,
  kernel: string,
): { readonly path: string } | { readonly problem: string } {
  const word = kernel.split(" ").at(-1) ?? "";
  const architecture = architectures[word];
  if (architecture === undefined) return { problem: `there is none for the architecture ${word}` };
  const path = isFolder(given) ? join(given, `kuma-agent-linux-${architecture.name}`) : given;
  const machine = machineOf(path);
  if (machine === undefined) return { problem: `${path} cannot be read` };
  if (machine !== architecture.machine) return { problem: `${path} is not a program for ${architecture.name}` };
  return { path };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The architecture in the header of an ELF file; 0 for any other file, undefined when it cannot be read. */
function machineOf(path: string): number | undefined {
  const header = Buffer.alloc(20);
  try {
    const file = openSync(path, "r");
    try {
      readSync(file, header);
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
  return header.subarray(1, 4).toString() === "ELF" ? header.readUInt16LE(18) : 0;
}
