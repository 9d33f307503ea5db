import { readFileSync } from "node:fs";
import { closest } from "@kumakit/text";

import { usageError } from "./cli-error.ts";
import { parseWait } from "./parse-wait.ts";
import { givenVariable } from "./secrets/kept-secrets.ts";
import { normaliseServerUrl } from "./server-url.ts";

/** One environment variable that `kuma` reads. */
interface Variable<T> {
  /** One line for `kuma help environment`. */
  readonly doc: string;
  /** The value may be `file:/path`, and is then read from that file. */
  readonly isSecret: boolean;
  /** Reads the value; throws with a sentence when it is wrong. */
  readonly parse: (text: string) => T;
}

/** Every KUMA_* variable: what is not in here is not read. */
export const ENVIRONMENT = {
  KUMA_SERVER: {
    doc: "the server's URL, used when --server is not given",
    isSecret: false,
    parse: normaliseServerUrl,
  },
  KUMA_PROFILE: {
    doc: "the profile whose server is used, when neither --server, --profile nor KUMA_SERVER is given",
    isSecret: false,
    parse: asIs,
  },
  KUMA_USERNAME: {
    doc: "log in with this user instead of the stored session (with KUMA_PASSWORD)",
    isSecret: false,
    parse: asIs,
  },
  KUMA_PASSWORD: {
    doc: "the password that belongs to KUMA_USERNAME; better file:/path than the password itself",
    isSecret: true,
    parse: asIs,
  },
  KUMA_TOTP_SECRET: {
    doc: "the secret that two-factor codes are made from, as base32 or otpauth:// URL; better file:/path",
    isSecret: true,
    parse: asIs,
  },
  KUMA_TIMEOUT: {
    doc: "how long to wait for each answer of the server, such as 30s or 1m, used when --timeout is not given",
    isSecret: false,
    parse: parseWait,
  },
  KUMA_PAGER: {
    doc: 'the pager for long tables on a terminal, before PAGER; "cat" means none',
    isSecret: false,
    parse: asIs,
  },
  KUMA_DEBUG: { doc: "1 does the same as --debug", isSecret: false, parse: parseSwitch },
  KUMA_NO_INPUT: { doc: "1 does the same as --no-input", isSecret: false, parse: parseSwitch },
  KUMA_AGENT_MODE: {
    doc: "1 has a command that changes something say what it would do, and act with --yes alone; 0 never does",
    isSecret: false,
    parse: parseSwitch,
  },
} as const satisfies Record<string, Variable<unknown>>;

/** Variables that others defined and that `kuma` honours. */
export const FOREIGN_ENVIRONMENT: Readonly<Record<string, string>> = {
  AI_AGENT: "any value does the same as KUMA_AGENT_MODE=1",
  NO_COLOR: "any value switches colours off",
  FORCE_COLOR: "1 switches colours on, also in a pipe; 0 off",
  TERM: '"dumb" switches colours and progress off',
  PAGER: 'the pager for long tables on a terminal (default less); "cat" means none',
  XDG_CONFIG_HOME: "where the folder kuma/ with the sessions and profiles lies (default ~/.config)",
  XDG_CACHE_HOME: "where the folder kuma/ with names for shell completion lies (default ~/.cache)",
};

/** The name of a variable that `kuma` reads. */
export type VariableName = keyof typeof ENVIRONMENT;

/** The type that a variable's text is read into. */
export type VariableValue<N extends VariableName> = ReturnType<(typeof ENVIRONMENT)[N]["parse"]>;

/**
 * Reads one variable. An empty one counts as not set.
 *
 * @throws CliError (exit 2) naming the variable when its value is wrong, or when the file of `file:/path` cannot be read
 */
export function readVariable<N extends VariableName>(name: N): VariableValue<N> | undefined {
  const raw = givenVariable(name);
  if (raw === undefined || raw === "") return undefined;
  const { isSecret, parse } = ENVIRONMENT[name];
  try {
    const text = isSecret && raw.startsWith("file:") ? readSecretFile(raw.slice("file:".length)) : raw;
    return parse(text) as VariableValue<N>;
  } catch (error) {
    throw usageError(
      `${name} is wrong: ${error instanceof Error ? error.message : "unreadable"}`,
      "kuma help environment",
    );
  }
}

/**
 * Checks every variable that is set and can be checked without reading a secret's file.
 *
 * @param warn - is given a sentence for a variable that looks like one of ours, and is not; others may have KUMA_* ones too
 */
export function checkEnvironment(warn: (message: string) => void): void {
  for (const name of Object.keys(process.env).filter((given) => /^KUMA_/i.test(given) && !isKnown(given))) {
    const meant = closest(name.toUpperCase(), Object.keys(ENVIRONMENT));
    if (meant !== undefined) warn(`The variable ${name} is not read. Did you mean ${meant}?`);
  }
  for (const name of Object.keys(ENVIRONMENT) as VariableName[]) if (!ENVIRONMENT[name].isSecret) readVariable(name);
}

function isKnown(name: string): boolean {
  return Object.hasOwn(ENVIRONMENT, name);
}

function readSecretFile(path: string): string {
  return readFileSync(path, "utf8").replace(/\r?\n$/, "");
}

function asIs(text: string): string {
  return text;
}

function parseSwitch(text: string): boolean {
  if (/^(?:1|true|yes|on)$/i.test(text)) return true;
  if (/^(?:0|false|no|off)$/i.test(text)) return false;
  throw new RangeError(`"${text}" is neither 1 nor 0`);
}
