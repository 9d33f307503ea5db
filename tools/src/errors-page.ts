import { agentErrorCatalogue } from "@kumakit/agent/config";
import { errorCatalogue } from "@kumakit/client";
import { installerErrors } from "@kumakit/installer";
import { provisionErrorCatalogue } from "@kumakit/provision";
import { loadBuilt } from "./load-built.ts";

interface Description {
  readonly title: string;
  readonly hint: string | null;
}

const intro = `# Error codes

Made from the catalogues in the code by \`pnpm run docs\`.

Every failure has a code. The codes are stable: a program may compare them, and the text beside them may change.
\`kuma --json\` prints one object on stderr ([its schema](json/error.schema.json)); the exit code says the kind of failure
(\`kuma help exit-codes\`).

\`\`\`sh
code=$(kuma monitor show nginx --json 2>&1 >/dev/null | jq -r .error.code)
[ "$code" = KUMA_NOT_FOUND ] && kuma monitor create nginx --notify ops-chat
\`\`\`

The hint of an error may say more than the next step below, since it knows the case.`;

/** The page of all error codes, made from the catalogues. */
export async function errorsPage(): Promise<ReadonlyMap<string, string>> {
  const { cliErrorCatalogue } = await loadBuilt<{ readonly cliErrorCatalogue: Readonly<Record<string, string>> }>(
    "dist/contract/published.js",
  );
  const sections = [
    intro,
    section("The command line", described(cliErrorCatalogue)),
    section("Monitors, notifications, and agents that report to them", provisionErrorCatalogue),
    section("The host", installerErrors),
    section("The server and the way to it", errorCatalogue),
    section("The agent", described(agentErrorCatalogue)),
  ];
  return new Map([["docs/errors.md", `${sections.join("\n\n")}\n`]]);
}

function described(titles: Readonly<Record<string, string>>): Readonly<Record<string, Description>> {
  return Object.fromEntries(Object.entries(titles).map(([code, title]) => [code, { title, hint: null }]));
}

function section(title: string, catalogue: Readonly<Record<string, Description>>): string {
  const entries = Object.entries(catalogue).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const hasHints = entries.some(([, { hint }]) => hint !== null);
  const rows = entries.map(([code, { title: meaning, hint }]) =>
    hasHints ? `| \`${code}\` | ${meaning} | ${hint ?? ""} |` : `| \`${code}\` | ${meaning} |`,
  );
  const head = hasHints ? "| Code | Meaning | Next step |\n|---|---|---|" : "| Code | Meaning |\n|---|---|";
  return `## ${title}\n\n${head}\n${rows.join("\n")}`;
}
