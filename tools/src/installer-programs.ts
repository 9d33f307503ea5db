import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./repository-root.ts";

const folder = "packages/installer/src/scripts";

/** The shell programs of the installer, and the files that each is put together from. */
const programs = {
  surveyProgram: {
    parts: ["read.sh", "cron.sh", "survey.sh"],
    meaning: "Prints what is needed to plan an install; changes nothing.",
  },
  lockProgram: { parts: ["lock.sh"], meaning: "Holds the lock of installs while its input is open." },
  stepsFunctions: {
    parts: ["read.sh", "folders.sh", "journal.sh", "cron-lines.sh", "steps.sh"],
    meaning: "Can carry steps out with a journal, and put everything back; begins nothing itself.",
  },
  stepsBeginning: { parts: ["carry.sh"], meaning: "Begins that with steps that come as input." },
  printedBeginning: { parts: ["printed.sh"], meaning: "Begins that with steps that are printed beside it." },
  agentProgram: { parts: ["program.sh"], meaning: "Runs the agent's program once, as its service would." },
  logProgram: { parts: ["read.sh", "log.sh"], meaning: "Prints what the agent has logged." },
  discoverProgram: { parts: ["read.sh", "discover.sh"], meaning: "Prints what could be watched; changes nothing." },
  replaceBeginning: { parts: ["replace.sh"], meaning: "Comments lines of crontabs out instead." },
  roadProgram: { parts: ["read.sh", "road.sh"], meaning: "Prints how the host gets to a server; changes nothing." },
  alertDrillBody: {
    parts: ["alert-drill.sh"],
    meaning: "Has a monitor alert everybody, and finds out whether somebody has seen it.",
  },
  drillProgram: { parts: ["drill.sh"], meaning: "Stops a service, with a guard that starts it again." },
  reportProgram: { parts: ["read.sh", "cron.sh", "report.sh"], meaning: "Prints how the agent is." },
} as const;

/** The TypeScript module that holds the shell programs of the installer, by its file. */
export function installerPrograms(): readonly (readonly [string, string])[] {
  const texts = Object.entries(programs).map(
    ([name, { parts, meaning }]) =>
      `/** ${meaning} Made from ${parts.join(" and ")}. */\nexport const ${name} = [\n${linesOf(parts)}\n].join("\\n");\n`,
  );
  const head =
    "// Made from the shell files beside it by `pnpm run docs`: not to be edited.\n/* oxlint-disable max-lines -- made by a program */\n";
  return [[`${folder}/programs.ts`, [head, ...texts].join("\n")]];
}

function linesOf(parts: readonly string[]): string {
  const text = parts.map((part) => readFileSync(join(repositoryRoot, folder, part), "utf8")).join("");
  return text
    .split("\n")
    .filter((line) => !/^\s*(?:#(?! shellcheck disable)|$)/.test(line))
    .map((line) => `  ${literal(line)},`)
    .join("\n");
}

/** A string as the formatter writes it: in the quotes that it holds fewer of. */
function literal(text: string): string {
  const doubled = JSON.stringify(text);
  if (text.split('"').length <= text.split("'").length) return doubled;
  const inner = doubled.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}
