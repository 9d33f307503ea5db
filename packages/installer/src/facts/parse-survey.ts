import { posix } from "node:path";

import type { InstallScope } from "../install-paths.ts";
import { installPaths } from "../install-paths.ts";
import { hostFactsSchema, type HostFacts } from "./host-facts.ts";
import { parseFiles } from "./parse-files.ts";
import { linesOf, splitFacts } from "./raw-facts.ts";
import { parseBlocks, parseProperties, parseUnits } from "./parse-units.ts";

/** The facts in the survey's output; undefined when it was cut off. */
export function parseSurvey(
  output: Buffer,
  { label, scope }: { readonly label: string; readonly scope: InstallScope },
): HostFacts | undefined {
  const raw = splitFacts(output);
  if (raw === undefined) return undefined;
  const one = (name: string): readonly string[] => linesOf(raw, name);
  const word = (name: string): string => one(name)[0] ?? "";
  const all = (name: string): readonly (readonly string[])[] =>
    raw.filter((fact) => fact.name === name).map(({ lines }) => lines);
  const [uid = "", user = "", group = ""] = one("account");
  const [home = "", config = "", data = "", runtime = ""] = one("folders");
  const folders = { home, config, data, runtime };
  const paths = installPaths(scope, folders);
  const has = new Set(all("has").flat());
  const files = parseFiles(one("stats"), one("hashes"), all("content"));
  return hostFactsSchema.parse({
    version: 1,
    label,
    scope,
    hostname: word("hostname"),
    machineId: word("machine-id"),
    isMachineIdKept: all("machine-id-kept").length > 0,
    kernel: word("kernel"),
    libc: word("libc"),
    system: word("system"),
    account: { uid: Number(uid), user, group },
    folders,
    has: Object.fromEntries(thingsToHave.map((thing) => [thing, has.has(thing)])),
    cron: cronOf(one("cron")),
    package: packageOf(one("package")),
    programs: Object.fromEntries(all("program")),
    node: nodeOf(one("node"), one("same").length > 0),
    users: Object.fromEntries(all("user").map(([line = ""]) => userOf(line.split(":")))),
    groups: Object.fromEntries(all("group").map(([line = ""]) => groupOf(line.split(":")))),
    accountUses: all("use").map(([place = ""]) => place),
    managerState: one("manager").slice(1).join("\n"),
    service: parseProperties(one("service").slice(1)),
    wakers: parseBlocks(one("wakers").slice(1)),
    systemdVersion: Number.parseInt(word("systemd-version"), 10) || null,
    units: { system: parseUnits(raw, "system"), user: parseUnits(raw, "user") },
    files,
    unreadable: Object.fromEntries(all("unreadable").map(([path = "", ...why]) => [path, why.join(" ").trim()])),
    journal: journalOf(files, paths.journal),
  });
}

const thingsToHave = [
  "systemd",
  "openrc",
  "cron",
  "dbus",
  "polkitRules",
  "systemdNotify",
  "linger",
] as const satisfies readonly (keyof HostFacts["has"])[];

function cronOf([kind, program = "", entry = ""]: readonly string[]): unknown {
  return kind === undefined ? null : { kind, program, entry };
}

function packageOf([format, name, version = ""]: readonly string[]): unknown {
  return format === undefined ? null : { format, name, version };
}

function nodeOf([path, realPath = "", version = "", open]: readonly string[], isCopied: boolean): HostFacts["node"] {
  return path === undefined ? null : { path, realPath, version, isOpenToAll: open === "yes", isCopied };
}

function userOf([name = "", , uid, , , home = "", shell = ""]: readonly string[]): [
  string,
  HostFacts["users"][string],
] {
  return [name, { uid: Number(uid), home, shell }];
}

function groupOf([name = "", , gid]: readonly string[]): [string, HostFacts["groups"][string]] {
  return [name, { gid: Number(gid) }];
}

function journalOf(files: HostFacts["files"], journal: string): HostFacts["journal"] {
  if (files[journal] === undefined) return "none";
  return files[posix.join(journal, "done")] === undefined ? "unfinished" : "done";
}
