import type { HostPlan, HostStep } from "@kumakit/installer";
import type { SystemdBed } from "@kumakit/testkit";
import { createHash } from "node:crypto";

/** The state of a host that a plan can change. */
export interface HostState {
  /** Mode, owner and content of what lies where an agent's things go, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Whether the agent has its own account. */
  readonly hasUser: boolean;
  /** Such as `enabled active`. */
  readonly service: string;
}

const places = [
  "/etc/kuma-agent",
  "/usr/local/lib/kuma-agent",
  "/usr/local/bin",
  "/etc/systemd/system",
  "/etc/polkit-1",
];

const look = `
for place in ${places.join(" ")}; do
  [ -e "$place" ] && find "$place" -name '*.wants' -prune -o ! -type l -printf '%p\\t%04m %u:%g %y\\n'
done | while IFS="$(printf '\\t')" read -r path access; do
  case $access in
  *f) printf '%s\\t%s %s\\n' "$path" "$access" "$(sha256sum <"$path" | cut -d' ' -f1)" ;;
  *) printf '%s\\t%s\\n' "$path" "$access" ;;
  esac
done
printf 'user\\t%s\\n' "$(id -u kuma-agent 2>/dev/null)"
printf 'service\\t%s %s\\n' "$(systemctl is-enabled kuma-agent 2>/dev/null)" "$(systemctl is-active kuma-agent)"`;

/** The state of a host; what a token file holds is left out, as in a plan. */
export async function hostStateOf(bed: SystemdBed): Promise<HostState> {
  const { stdout, stderr, code } = await bed.exec(["bash", "-c", look]);
  if (code !== 0) throw new Error(stderr);
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t") as [string, string]);
  const { user = "", service = "", ...files } = Object.fromEntries(lines);
  return { files: Object.fromEntries(Object.entries(files).map(withoutSecret)), hasUser: user !== "", service };
}

function withoutSecret([path, text]: [string, string]): [string, string] {
  return [path, /\/tokens\/./.test(path) ? text.replace(/ f [0-9a-f]{64}$/, " f secret") : text];
}

/**
 * The state that a plan says will be: each step is read by itself, with nothing but what it says.
 *
 * @param written - the texts of files after the run, by path; a plan cannot know the ids of new monitors
 */
export function hostSaidBy(before: HostState, { steps }: HostPlan, written: Texts): HostState {
  return steps.reduce((state, step) => ({ ...state, ...changeOf(step, state, written) }), before);
}

type Texts = Readonly<Record<string, string>>;

function changeOf(step: HostStep, state: HostState, written: Texts): Partial<HostState> {
  if ("path" in step) return { files: filesAfter(step, state.files, written) };
  switch (step.kind) {
    case "system-user":
    case "remove-system-user":
      return { hasUser: step.kind === "system-user" };
    case "service":
      return { service: "enabled active" };
    case "stop-service":
      return { service: "disabled inactive" };
    case "forget-service":
      return { service: " inactive" };
    default:
      throw unseen(step);
  }
}

type Files = HostState["files"];

function filesAfter(step: Extract<HostStep, { path: string }>, files: Files, written: Texts): Files {
  switch (step.kind) {
    case "folder":
      return { ...files, [step.path]: `${step.mode} ${step.owner.user}:${step.owner.group} d` };
    case "file": {
      const text = written[step.path];
      const content = text !== undefined && isSaidBy(step, text) ? sha256(text) : contentOf(step);
      return { ...files, [step.path]: `${step.mode} ${step.owner.user}:${step.owner.group} f ${content}` };
    }
    case "take": {
      const rest = (files[step.path] ?? "").split(" ").slice(2).join(" ");
      return { ...files, [step.path]: `${step.mode} ${step.owner.user}:${step.owner.group} ${rest}` };
    }
    default:
      return Object.fromEntries(Object.entries(files).filter(([path]) => path !== step.path));
  }
}

function unseen({ kind }: HostStep): Error {
  return new Error(`no round has brought the step ${kind}`);
}

type FileStep = Extract<HostStep, { kind: "file" }>;

function contentOf({ content }: FileStep): string {
  if (content.from === "secret") return "secret";
  if (content.from === "host-file") throw new Error("the Node of a bed may be run by everybody");
  return content.sha256;
}

/** Whether a text differs from what a step says in nothing but ids of monitors that the plan cannot know. */
function isSaidBy({ content }: FileStep, written: string): boolean {
  if (content.from !== "text") return false;
  const said = JSON.parse(content.text) as WithIds;
  const done = JSON.parse(written) as WithIds;
  const checks = done.checks.map((check, at) => withoutNewId(check, said.checks[at]));
  const heartbeat = done.heartbeat && withoutNewId(done.heartbeat, said.heartbeat);
  return JSON.stringify(said) === JSON.stringify({ ...done, ...(heartbeat && { heartbeat }), checks });
}

type Entry = Readonly<Record<string, unknown>>;

interface WithIds {
  readonly checks: readonly Entry[];
  readonly heartbeat?: Entry;
}

function withoutNewId(done: Entry, said: Entry = {}): Entry {
  return Object.fromEntries(Object.entries(done).filter(([key]) => key !== "monitorId" || key in said));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
