import { monitorTypes } from "@kumakit/client";
import { join } from "node:path";
import * as z from "zod";
import { inputNames } from "./monitor-types-page.ts";
import { repositoryRoot } from "./repository-root.ts";
import { TypedApi } from "./typed-api.ts";

type Kind = "flag" | "choice" | "list" | "text";

interface Setting {
  readonly name: string;
  readonly kind: Kind;
  readonly choices: readonly string[];
  readonly meaning: string;
  readonly isNeeded: boolean;
  readonly types: readonly string[];
}

/** A setting of so many types has a flag, even where no type needs it. */
const common = 2;

/** Settings of one type that people set when they make one. */
const ofOneType = ["dockerHost", "mqttUsername", "mqttSuccessMessage", "snmpVersion", "packetSize", "remoteBrowser"];

/** `--timeout` is the time for an answer of the server, everywhere. */
const otherNames: Readonly<Record<string, string>> = { timeout: "request-timeout" };

/** A module with the names of the types, and with the settings that have their own flag: it needs no schema. */
export function settingFlagsModule(): ReadonlyMap<string, string> {
  const api = new TypedApi(join(repositoryRoot, "packages/client/dist/index.d.ts"));
  const settings = [...everyType(api), ...settingsOf(api).filter(isWorthAFlag)];
  const rows = settings.map((setting) => {
    const { name, kind, choices, types, meaning } = setting;
    const flag = otherNames[name] ?? name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const summary = meaning.replaceAll("`", "").replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    return `  ${JSON.stringify({ setting: name, flag, kind, ...(choices.length === 0 ? {} : { choices }), types, summary })},`;
  });
  const source = `// Made from the monitor types by \`pnpm run docs\`: not to be edited.
import type { SettingFlag } from "./setting-flag.ts";

/** The monitor types that can be created. */
export const monitorTypeNames: readonly string[] = ${JSON.stringify(monitorTypes.map(({ type }) => type))};

/** The settings that have their own flag. */
export const settingFlags: readonly SettingFlag[] = [
${rows.join("\n")}
];
`;
  return new Map([["apps/cli/src/monitors/settings/setting-flags.ts", source]]);
}

function isWorthAFlag({ name, isNeeded, types }: Setting): boolean {
  return isNeeded || types.length >= common || ofOneType.includes(name);
}

/** The settings of every type that flags of another kind do not give. */
function everyType(api: TypedApi): readonly Setting[] {
  const wanted = ["retryInterval", "resendInterval", "maxRetries", "upsideDown"];
  return api
    .propertiesOf("CommonMonitorInput")
    .filter(({ name }) => wanted.includes(name))
    .map(({ name, type, meaning }) => {
      const kind = type === "boolean" ? "flag" : "text";
      return { name, kind, choices: [], meaning, isNeeded: false, types: [] };
    });
}

/** The settings of single types that fit on a command line and are no secrets. */
function settingsOf(api: TypedApi): readonly Setting[] {
  const names = inputNames(api);
  const found = new Map<string, Setting>();
  for (const { type, fields } of monitorTypes) {
    const described = api.propertiesOf(names.get(type) ?? type);
    for (const [name, field] of Object.entries(fields)) {
      const form = field.isSecret === true ? undefined : formOf(field.schema);
      if (form === undefined) continue;
      const meaning = described.find((one) => one.name === name)?.meaning ?? "";
      const one = { name, ...form, meaning, isNeeded: !field.isOptional, types: [type] };
      const before = found.get(name);
      found.set(name, before === undefined ? one : together(before, one));
    }
  }
  return [...found.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** A setting that two types have. */
function together(one: Setting, other: Setting): Setting {
  return {
    ...one,
    choices: [...new Set([...one.choices, ...other.choices])],
    isNeeded: one.isNeeded || other.isNeeded,
    types: [...one.types, ...other.types],
  };
}

/** How a value is written as a word; undefined for what a word cannot say. */
function formOf(schema: z.ZodType): Pick<Setting, "kind" | "choices"> | undefined {
  const { type, enum: words, anyOf, items } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const parts = (anyOf ?? []) as readonly z.core.JSONSchema.JSONSchema[];
  const choices = [...(words ?? []), ...parts.flatMap((part) => part.enum ?? [])].map(String);
  if (choices.length > 0) return { kind: "choice", choices };
  if (type === "boolean") return { kind: "flag", choices: [] };
  if (type === "array") return isText(items) ? { kind: "list", choices: [] } : undefined;
  const isWord = [type, ...parts.map((part) => part.type)].some((one) =>
    /^(?:string|number|integer)$/.test(String(one)),
  );
  return isWord ? { kind: "text", choices: [] } : undefined;
}

function isText(items: unknown): boolean {
  return typeof items === "object" && items !== null && "type" in items && items.type === "string";
}
