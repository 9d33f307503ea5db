import type { Owner } from "../hosts/host.ts";
import type { InstallScope } from "../install-paths.ts";
import type { InstalledCheck } from "../installed/manifest.ts";

/**
 * What is to be true on a host, as data: it can be printed, compared and sent, and says nothing of what the host looks
 * like now. {@link carryOut} makes it true. Texts marked as secret are in it: print it with {@link formatPlan} or
 * {@link withoutSecrets}.
 */
export interface InstallPlan {
  readonly version: 1;
  readonly action: "install" | "uninstall";
  readonly scope: InstallScope;
  /** The file that keeps others out while the plan is carried out. */
  readonly lock: string;
  /** In the order in which they are done; the way back is the reverse. */
  readonly steps: readonly InstallStep[];
}

/** Permission bits as `chmod` takes them. */
export type FileMode = "0600" | "0644" | "0700" | "0755";

/** What a file of a plan holds. */
export type FileContent =
  | { readonly from: "text"; readonly text: string }
  /** As `text`, but it must never be shown. */
  | { readonly from: "secret"; readonly text: string }
  /** A file of the machine that carries the plan out. */
  | { readonly from: "local-file"; readonly path: string }
  /** A file of the host itself. */
  | { readonly from: "host-file"; readonly path: string };

/** A system user without a home and without a shell exists. */
export interface SystemUserStep {
  readonly kind: "system-user";
  readonly name: string;
  readonly description: string;
  readonly wayBack: "delete the user when this made it";
}

/** A folder exists, with this mode and owner. */
export interface FolderStep {
  readonly kind: "folder";
  readonly path: string;
  readonly mode: FileMode;
  readonly owner: Owner;
  /** False for folders of others: only made when missing, never changed. */
  readonly isOurs: boolean;
  readonly wayBack: "remove the folder when this made it, else give it its former mode and owner";
}

/** A file exists with exactly this content, mode and owner. */
export interface FileStep {
  readonly kind: "file";
  readonly part: "program" | "node" | "config" | "token" | "unit";
  readonly path: string;
  readonly mode: FileMode;
  readonly owner: Owner;
  readonly content: FileContent;
  readonly wayBack: "put back the former file, or remove it when there was none";
}

/** The manifest says what of all this an install has brought; it is written before the things themselves. */
export interface ManifestStep {
  readonly kind: "manifest";
  readonly path: string;
  readonly mode: FileMode;
  readonly owner: Owner;
  readonly checks: readonly InstalledCheck[];
  readonly wayBack: "put back the former file, or remove it when there was none";
}

/** A person's services run without them being logged in. Where that is not allowed, it is only reported. */
export interface LingerStep {
  readonly kind: "linger";
  readonly user: string;
  readonly wayBack: "switch it off again when this switched it on";
}

/** The service is enabled and runs what the files say; it is restarted only when one of them has changed. */
export interface ServiceStep {
  readonly kind: "service";
  readonly unit: string;
  /** Restart it in any case: something outside the host has changed that it looks at only now and then. */
  readonly restart: boolean;
  readonly wayBack: "stop and disable it, or restart it as it was before";
}

/** The service is neither running nor enabled. */
export interface StopServiceStep {
  readonly kind: "stop-service";
  readonly unit: string;
  readonly wayBack: "enable and start it as it was before";
}

/** The service is forgotten by systemd, once its file is gone. */
export interface ForgetServiceStep {
  readonly kind: "forget-service";
  readonly unit: string;
  readonly wayBack: "none needed";
}

/** A file is gone. */
export interface RemoveFileStep {
  readonly kind: "remove-file";
  readonly path: string;
  readonly wayBack: "put the former file back";
}

/** A folder is gone, unless something that is not ours is in it. */
export interface RemoveFolderStep {
  readonly kind: "remove-folder";
  readonly path: string;
  readonly wayBack: "make the folder again";
}

/** A user is gone. */
export interface RemoveSystemUserStep {
  readonly kind: "remove-system-user";
  readonly name: string;
  readonly wayBack: "make the user again";
}

/** A person's services end with their last session, as before the install. */
export interface StopLingerStep {
  readonly kind: "stop-linger";
  readonly user: string;
  readonly wayBack: "switch it on again";
}

/** One thing that is to be true. */
export type InstallStep =
  | SystemUserStep
  | FolderStep
  | FileStep
  | ManifestStep
  | LingerStep
  | ServiceStep
  | StopServiceStep
  | ForgetServiceStep
  | RemoveFileStep
  | RemoveFolderStep
  | RemoveSystemUserStep
  | StopLingerStep;
