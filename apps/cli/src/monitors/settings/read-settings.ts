import { usageError } from "../../cli-error.ts";
import { readGivenFile } from "../../secrets/read-given-file.ts";
import { readJsonObject } from "../../secrets/read-json-object.ts";
import { readStdin } from "../../secrets/read-secret.ts";
import { settingFlags } from "./setting-flags.ts";

/** Settings as they were given: what they mean depends on the type of the monitor. */
export interface GivenSettings {
  /** Words of the command line and texts of files, by setting. */
  readonly written: ReadonlyMap<string, WrittenSetting>;
  /** The values of a JSON file, by setting. */
  readonly fromFile: Readonly<Record<string, unknown>>;
}

/** A setting that was written out. */
export interface WrittenSetting {
  /** What messages call it, such as `--url`. */
  readonly label: string;
  readonly value: string | boolean | readonly string[];
  /** Whether others on this machine could see it. */
  readonly isOpen: boolean;
}

type FlagValues = Readonly<Record<string, unknown>>;

/**
 * Reads the settings that flags and files give.
 *
 * @throws CliError (exit 2) when a file cannot be read, or something is not written as it should be
 */
export async function readSettings(flags: FlagValues): Promise<GivenSettings> {
  const file = flags["from-file"];
  const pairs = textsOf(flags["set-file"]).map((text) => pairOf("--set-file", text, "FILE"));
  if ([file, ...pairs.map(([, path]) => path)].filter((path) => path === "-").length > 1)
    throw usageError("Only one thing can be read from stdin", "--set-file SETTING=FILE");
  const written = new Map<string, WrittenSetting>();
  for (const { setting, flag } of settingFlags) {
    const value = flags[flag];
    if (isWritten(value)) written.set(setting, { label: `--${flag}`, value, isOpen: true });
  }
  for (const text of textsOf(flags["set"])) {
    const [setting, value] = pairOf("--set", text, "VALUE");
    written.set(setting, { label: `--set ${setting}`, value, isOpen: true });
  }
  for (const [setting, path] of pairs) {
    const value = path === "-" ? await readStdin(`The setting ${setting}`) : await readGivenFile(path);
    written.set(setting, { label: `--set-file ${setting}`, value: value.replace(/\r?\n$/, ""), isOpen: false });
  }
  const fromFile = typeof file === "string" ? await readJsonObject(file, '{"url": "https://…"}') : {};
  return { written, fromFile };
}

/** Whether any setting was given. */
export function hasSettings({ written, fromFile }: GivenSettings): boolean {
  return written.size > 0 || Object.keys(fromFile).length > 0;
}

function pairOf(flag: string, text: string, what: string): readonly [setting: string, value: string] {
  const end = text.indexOf("=");
  const setting = text.slice(0, Math.max(0, end)).trim();
  if (setting === "") throw usageError(`${flag} must look like SETTING=${what}`, `${flag} url=…`);
  return [setting, text.slice(end + 1)];
}

function isWritten(value: unknown): value is WrittenSetting["value"] {
  return typeof value === "string" || typeof value === "boolean" || (Array.isArray(value) && value.length > 0);
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
