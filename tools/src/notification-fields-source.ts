import type { NotificationFieldDescription, NotificationFieldKind, NotificationTypeDescription } from "@kumakit/client";

/**
 * The TypeScript source of `NotificationFields`, so that an editor knows the fields of each provider and what they are
 * for. Made from the providers' definitions, which say it at run time.
 */
export function notificationFieldsSource(types: readonly NotificationTypeDescription[]): string {
  return `// Made from the definitions beside it by \`pnpm run docs\`: not to be edited.
/* oxlint-disable max-lines -- one interface, made by a program */

/** The fields of each provider of notifications, under the names that Uptime Kuma gives them. */
export interface NotificationFields {
${types.map(typeSource).join("\n")}
}

/** The providers of notifications that this package knows, by their name on the wire. */
export type NotificationType = keyof NotificationFields;
`;
}

function typeSource(type: NotificationTypeDescription): string {
  const { title, since, removed, fields } = type;
  const gone = removed === null ? "" : `, until ${removed} took it away`;
  return `  /** ${title}; Uptime Kuma ${since} and later${gone}. */
  readonly ${JSON.stringify(type.type)}: {
${fields.map((field) => fieldSource(field, since)).join("\n")}
  };`;
}

function fieldSource(field: NotificationFieldDescription, typeSince: string): string {
  const { name, isRequired, description, since } = field;
  const late = since === typeSince ? "" : ` Since ${since}.`;
  const type = typeOf(field);
  return `    /** ${tsdoc(description)}${late} */
    readonly ${name}${isRequired ? `: ${type}` : `?: ${type} | undefined`};`;
}

const typeNames = {
  text: "string",
  url: "string",
  number: "number",
  flag: "boolean",
  choice: "string",
  list: "readonly string[]",
  object: "Readonly<Record<string, unknown>>",
} as const satisfies Record<NotificationFieldKind, string>;

function typeOf({ kind, choices }: NotificationFieldDescription): string {
  return choices.length === 0 ? typeNames[kind] : choices.map((choice) => JSON.stringify(choice)).join(" | ");
}

/** TSDoc takes an @ for a tag. */
function tsdoc(text: string): string {
  return text.replaceAll("@", String.raw`\@`);
}
