import { execFile } from "node:child_process";
import { findProgram, throughLayer } from "@kumakit/testkit";
import { judgeProgram } from "../../src/script/format-script.ts";
import { judgeData } from "../../src/script/judge-data.ts";

/** The implementations of awk that hosts have: the name of the program, and its arguments. */
export const awks = [["mawk"], ["gawk"], ["busybox", "awk"]] as const;

const fixed = {
  LC_ALL: "C",
  kuma_host: "h",
  kuma_base: "http://k/api/push/",
  kuma_period: "28",
  kuma_identity: "x",
  kuma_boot_grace: "0",
  ...Object.fromEntries(Object.entries(judgeData).map(([name, value]) => [`kuma_${name}`, value])),
};

/** Runs an awk program; a word on stderr is a failure. */
export async function runAwk(
  [awk = "awk", ...options]: readonly string[],
  env: Readonly<Record<string, string>>,
  input: string,
): Promise<string> {
  return await new Promise<string>((resolve, reject) => {
    const [program = "", ...args] = throughLayer([findProgram(awk) ?? awk, ...options]);
    const child = execFile(program, args, { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      error === null && stderr === "" ? resolve(stdout) : reject(new Error(stderr, { cause: error })),
    );
    child.stdin?.end(input);
  });
}

/** The script's push, and its other actions. */
export interface AwkVerdict {
  /** Undefined when nothing is pushed. */
  readonly pushed: { readonly status: string; readonly message: string } | undefined;
  /** The lines of the other actions. */
  readonly actions: readonly string[];
}

/** One look of the script, by its awk program alone. Times are in s, `epoch` since 1970. */
export async function judgeByAwk(
  awk: readonly string[],
  input: string,
  { folder, now, epoch = now }: { readonly folder: string; readonly now: number; readonly epoch?: number },
): Promise<AwkVerdict> {
  const round = { kuma_folder: folder, kuma_now: String(now), kuma_round: String(now), kuma_busy: " " };
  const clock = { kuma_epoch: String(epoch), kuma_memory: `${folder}/outages` };
  const output = await runAwk([...awk, judgeProgram()], { ...fixed, ...round, ...clock }, input);
  const lines = output.trimEnd().split("\n");
  const isPush = (line: string): boolean => /^(?:steady|change) /.test(line);
  const push = lines.find(isPush);
  const actions = lines.filter((line) => !isPush(line));
  if (push === undefined) return { pushed: undefined, actions };
  const { searchParams } = new URL(push.split(" ")[3] ?? "");
  const message = (searchParams.get("msg") ?? "").replace(/^h: /, "");
  return { pushed: { status: searchParams.get("status") ?? "", message }, actions };
}
