import type { NotificationFieldDescription, NotificationTypeDescription } from "@kumakit/client";

/** The reference page of every provider of notifications. */
export function notificationTypesPage(types: readonly NotificationTypeDescription[]): string {
  const sorted = types.toSorted((a, b) => a.title.localeCompare(b.title, "en"));
  const rows = sorted.map(
    ({ title, type, since, removed }) =>
      `| [${title}](#${anchorOf(title)}) | \`${type}\` | ${since}${removed === null ? "" : `, gone in ${removed}`} |`,
  );
  return `# Notification types

Made from the definitions in \`packages/client/src/notification-types\` by \`pnpm run docs\`.

The ${types.length} providers of Uptime Kuma 1.23 to 2.5.3, with their settings under the names that Uptime Kuma gives them. They are
given to \`client.notifications.create({ type, name, … })\` of [@kumakit/client](../packages/client/README.md), and, without \`type\` and
\`name\`, as the JSON of [kuma notification create](commands/notification-create.md). The server checks none of them; kumakit
checks names and values before it sends anything. Secret settings are never printed. \`1.23\` stands for that version and
older ones; a provider that came later than your server is refused, with the version that it needs.

| Provider | \`type\` | since |
| --- | --- | --- |
${rows.join("\n")}

${sorted.map(section).join("\n\n")}
`;
}

function section(type: NotificationTypeDescription): string {
  const { title, fields, needsOneOf, example } = type;
  const rule = needsOneOf.length === 0 ? "" : `\n\nAt least one of ${needsOneOf.map(code).join(", ")} must be given.`;
  return `## ${title}

| Setting | Kind | What it is |
| --- | --- | --- |
${fields.map((field) => fieldRow(field, type.since)).join("\n")}${rule}

\`\`\`json
${JSON.stringify(example, null, 2)}
\`\`\``;
}

function fieldRow(field: NotificationFieldDescription, typeSince: string): string {
  const { name, description, isRequired, isSecret, choices, since, neededWith } = field;
  const marks = [
    ...(isRequired ? ["required"] : []),
    ...(neededWith === null ? [] : [`required when \`${neededWith[0]}\` is \`${JSON.stringify(neededWith[1])}\``]),
    ...(isSecret ? ["secret"] : []),
    ...(since === typeSince ? [] : [`since ${since}`]),
  ];
  const kind = choices.length === 0 ? field.kind : choices.map((choice) => code(JSON.stringify(choice))).join(", ");
  const about = marks.length === 0 ? "" : ` *${marks.join("; ")}*`;
  return `| ${code(name)} | ${kind} | ${description}${about} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}

/** The anchor that GitHub makes of a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
