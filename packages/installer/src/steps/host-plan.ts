import type { InstallScope } from "../install-paths.ts";
import type { RuntimeName } from "../runtime/runtime-name.ts";

/**
 * The work on a host, as plain JSON: it can be printed, kept, compared and sent. It only has steps that still change
 * something. It holds no secret: a secret text is named, and comes beside the plan.
 */
export interface HostPlan {
  /** Of this form. */
  readonly version: 1;
  /** What it is for. */
  readonly action: "install" | "uninstall";
  /** Whose agent it is about. */
  readonly scope: InstallScope;
  /** The agent's form, and the reason for it; absent when it is taken away. */
  readonly runtime?: PlannedRuntime;
  /** In the order in which they are done; the way back is the reverse. Empty when there is nothing to do. */
  readonly steps: readonly HostStep[];
  /** Things that the plan cannot bring about and that the agent can do without; sentences. */
  readonly warnings: readonly string[];
}

/** The thing that runs the agent. */
export interface PlannedRuntime {
  /** How people choose it. */
  readonly name: RuntimeName;
  /** Words that may follow a colon. */
  readonly reason: string;
}

/** Secret texts of a plan, by the `ref` that stands for them in it. */
export type PlanSecrets = ReadonlyMap<string, string>;

/** A plan, and the secrets that it names. */
export interface PlannedSteps {
  /** What is to be done. */
  readonly plan: HostPlan;
  /** Not to be shown. A token that was not known when the plan was made is missing. */
  readonly secrets: PlanSecrets;
}

/** An install that was planned. */
export interface PlannedInstall extends PlannedSteps {
  /** What is to be done, and what runs the agent then. */
  readonly plan: HostPlan & { readonly runtime: PlannedRuntime };
}

/** Names of a user and a group of the host. */
export interface Owner {
  /** The name of the user. */
  readonly user: string;
  /** The name of the group. */
  readonly group: string;
}

/** Permission bits as `chmod` takes them. */
export type FileMode = "0600" | "0640" | "0644" | "0700" | "0750" | "0755";

/** Where something is, and who may do what with it. */
export interface Placed {
  /** Absolute. */
  readonly path: string;
  /** Its permissions. */
  readonly mode: FileMode;
  /** Whose it is. */
  readonly owner: Owner;
}

/** The content of a file: a text, a secret text, or a copy of a file of the machine that plans or of the host. */
export type StepContent =
  | { readonly from: "text"; readonly text: string; readonly sha256: string }
  | { readonly from: "secret"; readonly ref: string }
  | { readonly from: "local-file"; readonly path: string; readonly sha256: string }
  | { readonly from: "host-file"; readonly path: string };

/** A system user without a home and without a shell exists. */
export interface SystemUserStep {
  /** The kind of step. */
  readonly kind: "system-user";
  /** Also that of its group. */
  readonly name: string;
  /** What the host's list of users says of it. */
  readonly description: string;
}

/** A folder exists, with this mode and owner. */
export interface FolderStep extends Placed {
  /** The kind of step. */
  readonly kind: "folder";
  /** False for folders of others: only made when missing, never changed. */
  readonly isOurs: boolean;
}

/** A file exists with exactly this content, mode and owner. */
export interface FileStep extends Placed {
  /** The kind of step. */
  readonly kind: "file";
  /** What it is to the agent; the manifest says what of all this an install has brought. */
  readonly part:
    | "manifest"
    | "program"
    | "command"
    | "node"
    | "config"
    | "token"
    | "unit"
    | "crontab"
    | "polkit"
    | "drill";
  /** All that is in it. */
  readonly content: StepContent;
}

/**
 * A file or folder below the config becomes root's, and the agent's group may read it as long as there is an agent: one
 * of an earlier version, whose agent owned its config, or one that a person has put there. A file is copied, so that no
 * account changes it through what it has open.
 */
export interface TakeStep {
  /** The kind of step. */
  readonly kind: "take";
  /** Absolute. */
  readonly path: string;
  /** Permission bits in octal; a program stays one. */
  readonly mode: string;
  /** Whose it is from now on. */
  readonly owner: Owner;
}

/** A person's services run without them being logged in. Where that is not allowed, it is only reported. */
export interface LingerStep {
  /** The kind of step. */
  readonly kind: "linger" | "stop-linger";
  /** The person. */
  readonly user: string;
}

/** The service is enabled and runs what the files say. */
export interface ServiceStep {
  /** The kind of step. */
  readonly kind: "service";
  /** The service's name. */
  readonly unit: string;
  /** A reload is enough when only what the running agent reads again has changed; it becomes a restart when it fails. */
  readonly how: "start" | "reload" | "restart";
  /** The file in which the running agent says how it is. */
  readonly status: string;
}

/** The service is neither running nor enabled; or systemd forgets it, once its file is gone. */
export interface StopServiceStep {
  /** The kind of step. */
  readonly kind: "stop-service" | "forget-service";
  /** The service's name. */
  readonly unit: string;
}

/** The script of an agent that cron wakes does one round at once, as the agent's user; nothing waits for its end. */
export interface RoundStep {
  /** The kind of step. */
  readonly kind: "round";
  /** The script. */
  readonly script: string;
  /** The folder in which it remembers. */
  readonly state: string;
}

/**
 * A file is gone, or a folder unless somebody else's things are in it. Remains of a killed run beside our files are
 * removed for good: nothing puts them back.
 */
export interface RemoveStep {
  /** The kind of step. */
  readonly kind: "remove-file" | "remove-folder" | "sweep";
  /** Absolute. */
  readonly path: string;
}

/** A folder of what only helped the agent to remember is gone, with all that is in it: nothing puts it back. */
export interface RemoveStateStep {
  /** The kind of step. */
  readonly kind: "remove-state";
  /** Absolute. */
  readonly path: string;
}

/** Jobs of a crontab that were commented out in favour of a check run again. */
export interface RestoreJobsStep {
  /** The kind of step. */
  readonly kind: "restore-jobs";
  /** The crontab. */
  readonly path: string;
  /** The name of the check. */
  readonly check: string;
}

/** A user is gone, and its group unless that was there before. */
export interface RemoveSystemUserStep {
  /** The kind of step. */
  readonly kind: "remove-system-user";
  /** Also that of its group. */
  readonly name: string;
  /** The group was there before the user. */
  readonly keepsGroup: boolean;
}

/** One thing that is to be true. How each kind is taken back stands in `wayBackOf`. */
export type HostStep =
  | SystemUserStep
  | FolderStep
  | FileStep
  | TakeStep
  | LingerStep
  | ServiceStep
  | StopServiceStep
  | RoundStep
  | RemoveStep
  | RemoveStateStep
  | RestoreJobsStep
  | RemoveSystemUserStep;

/** The steps of one kind. */
export type StepOf<Kind extends HostStep["kind"]> = HostStep extends infer Step
  ? Step extends { readonly kind: infer Kinds }
    ? Kind extends Kinds
      ? Step
      : never
    : never
  : never;
