import type { FileStep, HostPlan, HostStep, Owner, StepContent, StepOf } from "../steps/host-plan.ts";

/** The plan for a person: one line a step, without what the files hold. */
export function formatPlan(plan: HostPlan): string {
  return plan.steps.map((step) => formatStep(step)).join("\n");
}

/** One step for a person, on one line. */
export function formatStep(step: HostStep): string {
  return (lines[step.kind] as (one: HostStep) => string)(step);
}

/** How a step is taken back, as the end of "could not …"; what there was before decides. */
export function wayBackOf(step: HostStep): string {
  return (waysBack[step.kind] as (one: HostStep) => string)(step);
}

type ByKind = { readonly [Kind in HostStep["kind"]]: (step: StepOf<Kind>) => string };

const lines: ByKind = {
  "system-user": ({ name }) => `user     ${name}  system user without a home or a shell`,
  folder: (step) => `folder   ${step.path}  ${access(step)}`,
  file: (step) => `file     ${step.path}  ${access(step)}  ${described(step)}`,
  take: (step) => `owner    ${step.path}  ${access(step)}`,
  linger: ({ user }) => `linger   ${user}  services run without a session`,
  "stop-linger": ({ user }) => `linger   ${user}  services end with the session`,
  service: ({ unit }) => `service  ${unit}  enabled and running`,
  "stop-service": ({ unit }) => `stop     ${unit}  stopped and disabled`,
  "forget-service": ({ unit }) => `reload   systemd forgets ${unit}`,
  round: ({ script }) => `run      ${script}  once, as cron does from then on`,
  "remove-file": ({ path }) => `remove   ${path}`,
  sweep: ({ path }) => `remove   ${path}  left by a run that was killed`,
  "remove-folder": ({ path }) => `remove   ${path}  when nothing else is in it`,
  "remove-state": ({ path }) => `remove   ${path}  with all that is in it`,
  "restore-jobs": ({ path, check }) => `restore  ${path}  the job that ${check} took the place of`,
  "remove-system-user": ({ name, keepsGroup }) => `remove   user ${name}${keepsGroup ? "  its group stays" : ""}`,
};

const putBack = ({ path }: { readonly path: string }): string => `put back ${path}`;
const bringBack = ({ unit }: { readonly unit: string }): string => `bring ${unit} back to its former state`;

const waysBack: ByKind = {
  "system-user": ({ name }) => `delete the user ${name}`,
  "remove-system-user": ({ name }) => `make the user ${name} again`,
  folder: putBack,
  file: putBack,
  take: ({ path }) => `give ${path} back to its former owner`,
  linger: ({ user }) => `switch lingering of ${user} off`,
  "stop-linger": ({ user }) => `switch lingering of ${user} on`,
  service: bringBack,
  "stop-service": bringBack,
  "forget-service": bringBack,
  round: ({ script }) => `end the round of ${script}`,
  "remove-file": putBack,
  "remove-folder": putBack,
  "remove-state": putBack,
  "restore-jobs": putBack,
  sweep: putBack,
};

function access({ mode, owner }: { readonly mode: string; readonly owner: Owner }): string {
  return `${mode} ${owner.user}:${owner.group}`;
}

function described({ part, content }: FileStep): string {
  return part === "manifest" ? "what was installed" : describedContent(content);
}

function describedContent(content: StepContent): string {
  if (content.from === "secret") return "(secret)";
  return content.from === "text" ? `${Buffer.byteLength(content.text)} bytes` : `copy of ${content.path}`;
}
