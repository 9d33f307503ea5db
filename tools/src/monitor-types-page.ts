import { monitorTypes } from "@kumakit/client";
import type { DescribedProperty, TypedApi } from "./typed-api.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|");

function settingsTable(properties: readonly DescribedProperty[]): string {
  const rows = properties.map(({ name, isOptional, type, meaning, defaultValue }) => {
    const other = isOptional ? (defaultValue ?? "as it is") : "**needed**";
    return `| \`${name}\` | ${cell(`\`${type}\``)} | ${cell(meaning)} | ${cell(other)} |`;
  });
  return ["| Setting | Type | Meaning | Default |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** The exported types that the types of some properties name, and those that these name in turn. */
function namedIn(api: TypedApi, texts: readonly string[], found = new Set<string>()): ReadonlySet<string> {
  for (const name of api.names()) {
    if (found.has(name) || !texts.some((text) => new RegExp(`\\b${name}\\b`).test(text))) continue;
    found.add(name);
    namedIn(api, [api.declarationOf(name)], found);
  }
  return found;
}

/** The interface of each type's input, by the type. */
export function inputNames(api: TypedApi): ReadonlyMap<string, string> {
  return new Map(
    api
      .names()
      .filter((name) => name.endsWith("MonitorInput") && !/^(?:Any|Common)?MonitorInput$/.test(name))
      .map((name) => [api.propertiesOf(name).find((property) => property.name === "type")?.type ?? "", name] as const)
      .filter(([type]) => type.startsWith('"'))
      .map(([type, name]) => [type.slice(1, -1), name]),
  );
}

/** The reference of all monitor types: what each is for, its settings, and an example. */
export function monitorTypesPage(api: TypedApi): string {
  const names = inputNames(api);
  const common = api.propertiesOf("CommonMonitorInput");
  const shapes = new Set<string>();
  const sections = monitorTypes.map(({ type, title, summary, since, example }) => {
    const properties = api.propertiesOf(names.get(type) ?? type).filter(({ name }) => name !== "type");
    const own = properties.filter((property) => !common.some((other) => isSame(other, property)));
    namedIn(
      api,
      own.map((property) => property.type),
      shapes,
    );
    return [
      `## ${type}`,
      `**${title}.** ${summary} ${since === "1.23" ? "Every version has it." : `Needs Uptime Kuma ${since}.`}`,
      own.length === 0 ? "It has no settings besides the common ones." : settingsTable(own),
      `\`\`\`js\nawait client.monitors.create(${JSON.stringify(example, null, 2)});\n\`\`\``,
    ].join("\n\n");
  });
  return `${[
    "# Monitor types",
    "Made from the types themselves by `pnpm run docs`.",
    [
      "A setting is called as Uptime Kuma calls it on the wire, in camelCase with each word apart, and holds what it",
      "means: headers are an object, nodes a list. Where Uptime Kuma keeps a value in a column that is named for another",
      "type, it is called by what it is. Texts in another language (a body, a query, a `.proto` file) stay texts.",
    ].join("\n"),
    [
      'Where a setting "needs" a version, an older server lacks it: with its default value it is left out, and the logger',
      "is reported; with another value the monitor is refused with a `KumaUnsupportedError`, and nothing is sent.",
    ].join("\n"),
    monitorTypes.map(({ type, summary }) => `- [\`${type}\`](#${type}): ${summary}`).join("\n"),
    "## Settings of every type",
    settingsTable(common),
    ...sections,
    "## Shapes",
    ...[...shapes].toSorted().map((name) => `### ${name}\n\n\`\`\`ts\n${api.declarationOf(name)}\n\`\`\``),
  ].join("\n\n")}\n`;
}

function isSame(one: DescribedProperty, other: DescribedProperty): boolean {
  return one.name === other.name && one.meaning === other.meaning && one.defaultValue === other.defaultValue;
}
