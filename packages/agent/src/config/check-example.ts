import { readableShellWord } from "@kumakit/text";
import { checkTypes, type CheckTypeName } from "../checks/registry.ts";
import { wordsOfCheck } from "./words-of-check.ts";

/**
 * The example of a check type as a person types it in a shell, without its name: `disk --path / --min-free 10%`.
 *
 * @param type - the value of `type` in the config file
 * @param more - words of the command itself, quoted as they need it; they come before the arguments of a program
 */
export function checkExample(type: CheckTypeName, more = ""): string {
  const { positional, flags } = wordsOfCheck(checkTypes[type].example);
  const given = Object.entries(flags).flatMap(([name, value]) => {
    if (typeof value === "boolean") return [value ? `--${name}` : `--no-${name}`];
    return [value].flat().map((text) => `--${name} ${readableShellWord(text)}`);
  });
  const isProgram = positional.length > 1;
  const first = positional.map(readableShellWord).join(" ");
  return [type, ...(isProgram ? [] : [first]), ...given, more, ...(isProgram ? ["--", first] : [])]
    .filter((word) => word !== "")
    .join(" ");
}
