import type { Host } from "../hosts/host.ts";
import { roadProgram } from "../scripts/programs.ts";
import { linesOf, splitFacts, type RawFact } from "./raw-facts.ts";

/** The steps on the way to a server, in their order. */
export type RoadStep = "proxy" | "dns" | "tcp" | "tls" | "http";

/** How a host gets to a server, with its own programs. */
export interface HostRoad {
  /** The program that went there; undefined where the host has neither curl nor wget. */
  readonly program: "curl" | "wget" | undefined;
  /** Whether it goes by a proxy that the agent's service names. */
  readonly hasProxy: boolean;
  /** The addresses of the server as the host looks them up; undefined where it cannot say so. */
  readonly addresses: readonly string[] | undefined;
  /** The step that failed, with what the program said of it; undefined when the server answered, or when nothing went there. */
  readonly failure: { readonly step: RoadStep; readonly message: string } | undefined;
}

/** How long a look may take, in ms. */
const patience = 40_000;

/**
 * Finds out how a host gets to a server: what its name is there, and whether it answers. It sends one request for the first page,
 * with no secret.
 *
 * @param url - the server's, without a slash at the end
 * @returns undefined when the host does not say it
 */
export async function examineHostRoad(host: Host, url: string, signal?: AbortSignal): Promise<HostRoad | undefined> {
  const { hostname } = new URL(url);
  const args = [hostname.replaceAll(/[[\]]/g, ""), `${withoutAccess(url)}/api/entry-page`];
  const abort = signal === undefined ? {} : { signal };
  const { output } = await host.runScript({ program: roadProgram, args, timeout: patience, ...abort });
  signal?.throwIfAborted();
  const facts = splitFacts(output);
  return facts === undefined ? undefined : roadOf(facts);
}

/** Its user and password would stand among the arguments of a program. */
function withoutAccess(url: string): string {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  return bare.href.replace(/\/$/, "");
}

function roadOf(facts: readonly RawFact[]): HostRoad {
  const answer = facts.find(({ name }) => name === "curl" || name === "wget");
  const program = answer?.name === "curl" || answer?.name === "wget" ? answer.name : undefined;
  const [code = "", ...text] = answer?.lines ?? [];
  const addresses = facts.some(({ name }) => name === "addresses")
    ? linesOf(facts, "addresses").filter((line) => line !== "")
    : undefined;
  const step = program === undefined ? undefined : failedStep(program, Number(code), { addresses, text });
  return {
    program,
    hasProxy: facts.some(({ name }) => name === "proxy"),
    addresses,
    failure: step && { step, message: complaintIn(text, program) },
  };
}

/** By their documented exit codes. */
const curlSteps: Readonly<Record<number, RoadStep>> = {
  5: "proxy",
  6: "dns",
  7: "tcp",
  28: "tcp",
  35: "tls",
  51: "tls",
  53: "tls",
  54: "tls",
  58: "tls",
  59: "tls",
  60: "tls",
  77: "tls",
  83: "tls",
  90: "tls",
  91: "tls",
  97: "proxy",
};

/** An answer of any kind shows that the server, or something in front of it, was reached. */
const wgetAnswered = 8;

function failedStep(
  program: "curl" | "wget",
  code: number,
  { addresses, text }: { readonly addresses: readonly string[] | undefined; readonly text: readonly string[] },
): RoadStep | undefined {
  if (code === 0 || (program === "wget" && code === wgetAnswered)) return undefined;
  if (program === "curl") return curlSteps[code] ?? "http";
  if (addresses?.length === 0) return "dns";
  // Its exit code for a handshake that fails is that of the network.
  return code === 5 || text.some((line) => /\bSSL\b|certificate/.test(line)) ? "tls" : "tcp";
}

function complaintIn(lines: readonly string[], program: "curl" | "wget" | undefined): string {
  const said = lines.findLast((line) => line.startsWith(`${program}: `) || /(?:failed|error|unable)/i.test(line));
  return (said ?? lines.findLast((line) => line.trim() !== "") ?? "it gave up")
    .replace(/^\w+: (?:\(\d+\) )?/, "")
    .trim();
}
