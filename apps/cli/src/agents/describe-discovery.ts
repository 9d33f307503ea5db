import type { Discovery } from "@kumakit/provision";
import { printable, readableShellWord } from "@kumakit/text";

import type { Zod } from "../contract/command-contract.ts";
import { widthOf, wrapWords } from "../output/fit-text.ts";
import { renderTable } from "../output/table.ts";
import { styled, type OutputStream } from "../output/theme.ts";

/** Something that is worth watching, as `kuma agent discover` proposes it. */
export type Proposal = Discovery["proposals"][number];

/** The output of `kuma agent discover --json` for one host. */
export const discoverySchema = (z: Zod) =>
  z.strictObject({
    hostname: z.string(),
    proposals: z.array(
      z.strictObject({
        type: z.string().describe("The check's type."),
        name: z.string().describe("The unit, else what the check is called."),
        why: z.string(),
        recommended: z.boolean().describe("Whether --all takes it."),
        watched: z.boolean(),
        command: z.string().describe("The command that watches it."),
      }),
    ),
    scripts: z
      .array(
        z.strictObject({
          file: z.string(),
          line: z.int(),
          server: z.string().describe("Empty when it cannot be read from there."),
          unit: z.string().nullable().describe("The unit whose state it reports; null when that cannot be seen."),
          replaceable: z.boolean().describe("Whether kuma agent install UNIT --replace-scripts can take its place."),
        }),
      )
      .describe("Lines of crontabs, and of scripts that they run, which report to an Uptime Kuma by themselves."),
    jobs: z
      .array(z.strictObject({ file: z.string(), line: z.int(), schedule: z.string(), program: z.string() }))
      .describe("Jobs of crontabs that report to nobody."),
  });

/** A discovery for `--json`. */
export function discoveryData({ hostname, proposals, pushes, jobs }: Discovery, at: string) {
  return {
    hostname,
    proposals: proposals.map((proposal) => ({
      type: proposal.type,
      name: proposal.name,
      why: proposal.why,
      recommended: proposal.isRecommended,
      watched: proposal.isWatched,
      command: `${commandFor(proposal)}${at}`,
    })),
    scripts: pushes.map((push) => {
      const { file, line, server, unit = null } = push;
      return { file, line, server, unit, replaceable: isReplaceable(push) };
    }),
    jobs: jobs.map(({ file, line, schedule, program }) => ({ file, line, schedule, program })),
  };
}

/** Whether the check of a unit can take the place of an old script. */
export function isReplaceable({ unit, job }: Discovery["pushes"][number]): boolean {
  return unit !== undefined && job !== undefined;
}

/** The command that watches it here. */
function commandFor({ type, name, settings }: Pick<Proposal, "type" | "name" | "settings">): string {
  if (isUnit(type)) return `kuma agent install ${readableShellWord(name)}`;
  const flags = Object.entries({ ...settings, ...(settings === undefined ? {} : { name }) });
  return ["kuma agent add", type, ...flags.map(([flag, value]) => `--${flag} ${readableShellWord(value)}`)].join(" ");
}

/** Whether the check is named by its unit. */
export function isUnit(type: Proposal["type"]): boolean {
  return type === "systemd" || type === "timer";
}

/** The same for people; `at` are the flags that name the host for the next command. */
export function describeDiscovery(found: Discovery, at: string, stream: OutputStream): string {
  const { hostname, proposals, pushes, jobs } = found;
  const open = proposals.filter(({ isWatched }) => !isWatched);
  const columns = [
    {
      heading: "what",
      cell: ({ type, name }: Proposal) => (isUnit(type) || name.startsWith(type) ? name : `${name} (${type})`),
    },
    { heading: "state", cell: (proposal: Proposal) => stateOf(proposal) },
    { heading: "why", cell: ({ why }: Proposal) => why, wraps: true },
  ];
  const scripts = pushes.map((push) => describePush(push));
  const silent = jobs.map(({ file, line, schedule, program }) => `  ${file}, line ${line}: ${program} (${schedule})`);
  const next =
    open.length === 0
      ? `${hostname} is watched as far as can be seen.`
      : `To watch what is proposed: kuma agent discover --all${at}`;
  return [
    renderTable(proposals, columns, { stream }),
    ...(scripts.length === 0
      ? []
      : ["", "Old scripts that report by themselves (docs/moving-from-a-cron-script.md):", ...scripts.map(printable)]),
    ...(silent.length === 0
      ? []
      : ["", "Jobs of cron that report to nobody (docs/jobs.md):", ...silent.map(printable)]),
    "",
    ...wrapWords(next, widthOf(stream)).map((line) => styled("faint", line, stream)),
  ].join("\n");
}

function describePush(push: Discovery["pushes"][number]): string {
  const { file, line, server, unit } = push;
  const target = server === "" ? "an Uptime Kuma" : server;
  const cure = isReplaceable(push) ? `; to take its place: kuma agent install ${unit} --replace-scripts` : "";
  return `  ${file}, line ${line}: reports ${unit === undefined ? "" : `${unit} `}to ${target}${cure}`;
}

function stateOf({ isWatched, isRecommended }: Proposal): string {
  if (isWatched) return "✓ watched";
  return isRecommended ? "+ proposed" : "? possible";
}
