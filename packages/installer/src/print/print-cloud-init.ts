import { printable } from "@kumakit/text";
import { stringify } from "yaml";
import { gzipSync } from "node:zlib";

import { InstallerError } from "../installer-error.ts";
import type { FileStep, HostPlan, HostStep, Owner, PlanSecrets, StepOf } from "../steps/host-plan.ts";
import { bytesOf } from "../work/encode-steps.ts";
import type { PrintInput } from "./print-script.ts";
import type { PrintedSecret } from "./printed-secret.ts";

/** A file as cloud-init's module `write_files` knows it. */
interface WrittenFile {
  readonly path: string;
  readonly owner: string;
  readonly permissions: string;
  readonly encoding?: "b64" | "gz+b64";
  readonly content: string;
}

/**
 * User data for cloud-init that makes what a plan for a new host says, at its first start. cloud-init writes files before
 * the agent's account is there: they belong to root until the commands, which run once, give them away.
 *
 * @throws {@link InstallerError} `INSTALLER_PRINT_UNFIT` for a plan of a host that is in use already, or of a person's agent
 */
export function printCloudInit(input: PrintInput): string {
  const { plan, named, secrets } = input;
  requireNew(input);
  const files = plan.steps.flatMap((step) => (step.kind === "file" ? writtenFile(step, named, secrets) : []));
  const commands = plan.steps.flatMap((step) => commandsOf(step));
  const data = { write_files: files, runcmd: [...commands, ...startCommands(plan)] };
  return `${opening(input)}${stringify(data, { lineWidth: 0, version: "1.1" })}`;
}

function opening({ facts, named, secrets, server, plan }: PrintInput): string {
  const lines = [
    `The agent of kumakit on ${printable(facts.hostname)}, which reports to ${printable(server)}. Made by kuma agent, with --print cloud-init.`,
    "For one host alone: two that report to the same monitors hide each other's failures.",
    ...(secrets !== undefined || named.length === 0
      ? []
      : ["It holds no push token. Put the tokens of the monitors where it says PUT HERE."]),
    ...(secrets === undefined ? [] : ["It holds push tokens: anybody with one can report anything to its monitor."]),
    ...plan.warnings.map((warning) => `Mind: ${printable(warning)}`),
  ];
  return `#cloud-config\n${lines.map((line) => `# ${line}\n`).join("")}`;
}

/** The steps that a host needs that starts for the first time. */
const fitting: ReadonlySet<HostStep["kind"]> = new Set(["system-user", "folder", "file", "service", "round"]);

function requireNew({ facts, plan }: PrintInput): void {
  const unfit = plan.steps.find((step) => !fitting.has(step.kind) || (step.kind === "service" && step.how !== "start"));
  if (facts.scope === "system" && unfit === undefined) return;
  const what = facts.scope === "user" ? "the agent of a person" : "a host that has parts of an agent already";
  throw new InstallerError({
    code: "INSTALLER_PRINT_UNFIT",
    layer: "usage",
    message: `cloud-init sets up new hosts, and this plan is for ${what}.`,
    hint: "print it as a script, or take the facts of a new host",
  });
}

function writtenFile(
  step: FileStep,
  named: readonly PrintedSecret[],
  secrets: PlanSecrets | undefined,
): readonly WrittenFile[] {
  const { path, mode, owner, content } = step;
  if (content.from === "host-file") return [];
  const isRoots = owner.user === "root" && owner.group === "root";
  const place = { path, owner: "root:root", permissions: isRoots ? mode : "0600" };
  const secret = named.find(({ ref }) => content.from === "secret" && ref === content.ref);
  if (secret !== undefined && secrets === undefined)
    return [{ ...place, content: `PUT HERE: ${printable(secret.meaning)}\n` }];
  return [{ ...place, ...encoded(bytesOf(content, secrets ?? new Map()), content.from === "local-file") }];
}

/** User data is limited in size: the program is made smaller, and the rest stays readable. */
function encoded(content: Buffer, isLong: boolean): Pick<WrittenFile, "encoding" | "content"> {
  if (isLong) return { encoding: "gz+b64", content: gzipSync(content, { level: 9 }).toString("base64") };
  const text = content.toString("utf8");
  if (/^[\t\n\x20-\x7e]*$/.test(text)) return { content: text };
  return { encoding: "b64", content: content.toString("base64") };
}

type Command = readonly string[];

type Commands = { readonly [Kind in HostStep["kind"]]?: (step: StepOf<Kind>) => readonly Command[] };

const commands: Commands = {
  "system-user": ({ name, description }) => [
    ["sh", "-c", makeUser, "sh", name, `u ${name} - "${description}" / /usr/sbin/nologin`, description],
  ],
  folder: ({ path, mode, owner, isOurs }) => [
    ["mkdir", "-p", "--", path],
    ...(isOurs
      ? [
          ["chown", accountOf(owner), "--", path],
          ["chmod", mode, "--", path],
        ]
      : []),
  ],
  file({ path, mode, owner, content }) {
    const isRoots = owner.user === "root" && owner.group === "root";
    const access = [
      ["chown", accountOf(owner), "--", path],
      ["chmod", mode, "--", path],
    ];
    if (content.from === "host-file") return [["cp", "--", content.path, path], ...access];
    return isRoots ? [] : access;
  },
};

const makeUser =
  'systemd-sysusers --inline "$2" || useradd --system --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin --comment "$3" "$1"';

function commandsOf(step: HostStep): readonly Command[] {
  return (commands[step.kind] as ((one: HostStep) => readonly Command[]) | undefined)?.(step) ?? [];
}

function startCommands({ steps }: HostPlan): readonly Command[] {
  const services = steps.flatMap((step) => (step.kind === "service" ? [step.unit] : []));
  return services.flatMap((unit) => [
    ["systemctl", "daemon-reload"],
    ["systemctl", "enable", "--now", "--", unit],
  ]);
}

function accountOf({ user, group }: Owner): string {
  return `${user}:${group}`;
}
