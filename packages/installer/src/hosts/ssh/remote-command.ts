import { shellWord } from "@kumakit/text";

import type { HostScript } from "../host.ts";

/** How a script becomes root on the other side. */
export type Elevation =
  | { readonly kind: "none" }
  /** sudo asks nothing. */
  | { readonly kind: "free" }
  /** sudo asks for a password, with these words. */
  | { readonly kind: "password"; readonly prompt: string };

/**
 * The command that ssh is given. It is short, because sudo logs it, and holds nothing that one of the usual login shells,
 * fish and csh among them, takes for more than a word: the script itself comes by {@link firstLine}.
 *
 * It says `MARK ready`, and at the end `MARK CODE`, on standard error; lines of an account's profile may stand before.
 */
export function remoteCommand(mark: string, elevation: Elevation): string {
  return `exec ${sudoWords(elevation)}sh -c '${stub}' ${mark}`;
}

const stub = [
  'printf "\\n%s ready\\n" "$0" >&2',
  'IFS= read -r x && x=$(printf %s "$x" | base64 -d) && eval "$x"',
  "c=$?",
  'printf "\\n%s %s\\n" "$0" "$c" >&2',
  "exit $c",
].join("; ");

function sudoWords(elevation: Elevation): string {
  if (elevation.kind === "none") return "";
  if (elevation.kind === "free") return "sudo -n -H -- ";
  // -k: a password that sudo remembers would be asked for in some runs only.
  return `sudo -k -S -H -p '${elevation.prompt}' -- `;
}

/**
 * The first line of the input: the script and its arguments. The shell reads it byte by byte, so that the input behind
 * it is left to the script. The script's shell says `MARK PID` on standard output, and `MARK start` on standard error.
 *
 * @param isForRoot - whether nothing runs as another account: it ends with {@link notRoot} then, and without a pid
 */
export function firstLine(
  mark: string,
  { program, args }: Pick<HostScript, "program" | "args">,
  isForRoot = false,
): string {
  const words = ["sh", "-c", isForRoot ? `${rootAlone}; ${starter}` : starter, mark, program, "kuma", ...args];
  return `${Buffer.from(words.map(shellWord).join(" ")).toString("base64")}\n`;
}

/** The exit code of a script that only root is to run, when another account would. */
export const notRoot = 120;

const rootAlone = `[ "$(id -u)" = 0 ] || exit ${notRoot}`;

const starter =
  'export KUMA_SCRIPT="$0"; printf "\\n%s %s\\n" "$0" "$$"; printf "\\n%s start\\n" "$0" >&2; exec sh -c "$@"';

/** Ends a script by its pid, if it still is the one with that mark. Arguments: the pid, the mark. */
export const endingProgram = [
  'tr "\\0" "\\n" <"/proc/$1/environ" 2>/dev/null | grep -qxF "KUMA_SCRIPT=$2" || exit 0',
  'kill -TERM "$1"',
].join("\n");
