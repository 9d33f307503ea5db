import type { Owner } from "../hosts/host.ts";
import type { FileContent } from "./file-content.ts";
import type { InstallPlan, InstallStep } from "./install-plan.ts";

/** The plan with every secret text replaced by `(secret)`: safe to print and to log, useless to carry out. */
export function withoutSecrets(plan: InstallPlan): InstallPlan {
  return { ...plan, steps: plan.steps.map(concealed) };
}

/** The plan for a person: one line a step, without what the files hold. */
export function formatPlan(plan: InstallPlan): string {
  return plan.steps.map(formatStep).join("\n");
}

/** One step for a person, on one line. */
export function formatStep(step: InstallStep): string {
  return (formatters[step.kind] as (one: InstallStep) => string)(step);
}

type StepOf<Kind extends InstallStep["kind"]> = Extract<InstallStep, { kind: Kind }>;

const formatters: { readonly [Kind in InstallStep["kind"]]: (step: StepOf<Kind>) => string } = {
  "system-user": ({ name }) => `user     ${name}  system user without a home or a shell`,
  folder: (step) => `folder   ${step.path}  ${access(step)}`,
  file: (step) => `file     ${step.path}  ${access(step)}  ${described(step.content)}`,
  manifest: (step) => `file     ${step.path}  ${access(step)}  what was installed`,
  "hand-over": ({ path, owner }) => `owner    ${path}  ${owner.user}:${owner.group}`,
  linger: ({ user }) => `linger   ${user}  services run without a session`,
  service: ({ unit }) => `service  ${unit}  enabled and running`,
  "stop-service": ({ unit }) => `stop     ${unit}  stopped and disabled`,
  "forget-service": ({ unit }) => `reload   systemd forgets ${unit}`,
  "remove-file": ({ path }) => `remove   ${path}`,
  "remove-folder": ({ path }) => `remove   ${path}  when nothing else is in it`,
  "remove-system-user": ({ name }) => `remove   user ${name}`,
  "stop-linger": ({ user }) => `linger   ${user}  services end with the session`,
};

function access({ mode, owner }: { readonly mode: string; readonly owner: Owner }): string {
  return `${mode} ${owner.user}:${owner.group}`;
}

function described(content: FileContent): string {
  if (content.from === "secret") return "(secret)";
  return content.from === "text" ? `${Buffer.byteLength(content.text)} bytes` : `copy of ${content.path}`;
}

function concealed(step: InstallStep): InstallStep {
  if (step.kind !== "file" || step.content.from !== "secret") return step;
  return { ...step, content: { from: "secret", text: "(secret)" } };
}
