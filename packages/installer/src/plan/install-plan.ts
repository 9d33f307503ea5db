import type { FileContent, FileMode } from "./file-content.ts";
import type { Owner } from "../hosts/host.ts";
import type { InstallScope } from "../install-paths.ts";
import type { InstalledCheck } from "../installed/manifest.ts";

/**
 * What is to be true on a host, as data: it can be printed, compared and sent, and says nothing of what the host looks
 * like now. {@link carryOut} makes it true. Texts marked as secret are in it: print it with {@link formatPlan} or
 * {@link withoutSecrets}.
 */
export interface InstallPlan {
  /** Of this form. */
  readonly version: 1;
  /** What it is for. */
  readonly action: "install" | "uninstall";
  /** Whose agent it is about. */
  readonly scope: InstallScope;
  /** The file that keeps others out while the plan is carried out. */
  readonly lock: string;
  /** In the order in which they are done; the way back is the reverse. */
  readonly steps: readonly InstallStep[];
}

/** What every step has. */
export interface PlanStep<Kind extends string, WayBack extends string> {
  /** What sort of thing is to be true. */
  readonly kind: Kind;
  /** How it is taken back, for people; what there was before decides. */
  readonly wayBack: WayBack;
}

/** Where something is, and who may do what with it. */
export interface PlacedStep {
  /** Absolute. */
  readonly path: string;
  /** Its permissions. */
  readonly mode: FileMode;
  /** Whose it is. */
  readonly owner: Owner;
}

/** A system user without a home and without a shell exists. */
export interface SystemUserStep extends PlanStep<"system-user", "delete the user when this made it"> {
  /** Also that of its group. */
  readonly name: string;
  /** What the host's list of users says of it. */
  readonly description: string;
}

/** A folder exists, with this mode and owner. */
export interface FolderStep
  extends
    PlacedStep,
    PlanStep<"folder", "remove the folder when this made it, else give it its former mode and owner"> {
  /** False for folders of others: only made when missing, never changed. */
  readonly isOurs: boolean;
}

/** A file exists with exactly this content, mode and owner. */
export interface FileStep
  extends PlacedStep, PlanStep<"file", "put back the former file, or remove it when there was none"> {
  /** What it is to the agent. */
  readonly part: "program" | "node" | "config" | "token" | "unit" | "polkit";
  /** What is in it. */
  readonly content: FileContent;
}

/** What the config names belongs to the agent, which could not read it otherwise; what everybody may read stays as it is. */
export interface HandOverStep extends PlanStep<"hand-over", "give it back to its former owner"> {
  /** Absolute. */
  readonly path: string;
  /** Whose it is from now on. */
  readonly owner: Owner;
}

/** The manifest says what of all this an install has brought; it is written before the things themselves. */
export interface ManifestStep
  extends PlacedStep, PlanStep<"manifest", "put back the former file, or remove it when there was none"> {
  /** The checks that are installed then. */
  readonly checks: readonly InstalledCheck[];
}

/** A person's services run without them being logged in. Where that is not allowed, it is only reported. */
export interface LingerStep extends PlanStep<"linger", "switch it off again when this switched it on"> {
  /** The person. */
  readonly user: string;
}

/**
 * The service is enabled and runs what the files say. When only the config or tokens have changed and the running agent
 * can reload them, it reloads; it is restarted when another of its files has changed.
 */
export interface ServiceStep extends PlanStep<"service", "stop and disable it, or restart it as it was before"> {
  /** The service's name. */
  readonly unit: string;
  /** Reload or restart it in any case: something outside the host has changed that it looks at only now and then. */
  readonly restart: boolean;
  /** The file in which the running agent says how it is. */
  readonly status: string;
}

/** The service is neither running nor enabled. */
export interface StopServiceStep extends PlanStep<"stop-service", "enable and start it as it was before"> {
  /** The service's name. */
  readonly unit: string;
}

/** The service is forgotten by systemd, once its file is gone. */
export interface ForgetServiceStep extends PlanStep<"forget-service", "none needed"> {
  /** The service's name. */
  readonly unit: string;
}

/** A file is gone. */
export interface RemoveFileStep extends PlanStep<"remove-file", "put the former file back"> {
  /** Absolute. */
  readonly path: string;
}

/** A folder is gone, unless something that is not ours is in it. */
export interface RemoveFolderStep extends PlanStep<"remove-folder", "make the folder again"> {
  /** Absolute. */
  readonly path: string;
}

/** A user is gone. */
export interface RemoveSystemUserStep extends PlanStep<"remove-system-user", "make the user again"> {
  /** The user's name. */
  readonly name: string;
}

/** A person's services end with their last session, as before the install. */
export interface StopLingerStep extends PlanStep<"stop-linger", "switch it on again"> {
  /** The person. */
  readonly user: string;
}

/** One thing that is to be true. */
export type InstallStep =
  | SystemUserStep
  | FolderStep
  | FileStep
  | HandOverStep
  | ManifestStep
  | LingerStep
  | ServiceStep
  | StopServiceStep
  | ForgetServiceStep
  | RemoveFileStep
  | RemoveFolderStep
  | RemoveSystemUserStep
  | StopLingerStep;
