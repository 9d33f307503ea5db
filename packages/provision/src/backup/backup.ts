import * as z from "zod";

/** One thing of a server: a monitor, a tag, a notification. */
export interface SavedThing {
  /** Its id on the server that it was taken from. */
  readonly id: number;
  /** What people call it. */
  readonly name: string;
  /** What the client makes it from, secrets included. References hold ids of the server that it was taken from. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** The kinds of things in a backup, in the order in which they can be made: nothing refers to a later kind. */
export const backupKinds = [
  "tag",
  "proxy",
  "docker host",
  "remote browser",
  "notification",
  "monitor",
  "monitor tag",
  "status page",
  "maintenance",
] as const;

/** A kind of things in a backup. */
export type BackupKind = (typeof backupKinds)[number];

/** How a server is set up: all that its agents, monitors and alerts need. It holds secrets, and no history. */
export interface Backup {
  /** Says what the file is. */
  readonly format: "kuma-backup";
  /** The form of the file. */
  readonly version: 1;
  /** When it was taken. */
  readonly takenAt: string;
  /** The server that it was taken from: its address and its version. */
  readonly server: { readonly url: string; readonly version: string };
  /** The server's settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The things, by their kind. */
  readonly things: Readonly<Record<BackupKind, readonly SavedThing[]>>;
  /** What the server has and the backup does not: one sentence each, without a full stop. */
  readonly leftOut: readonly string[];
}

const thingsSchema = z.array(
  z.strictObject({ id: z.int(), name: z.string(), input: z.record(z.string(), z.unknown()) }),
);

/** The schema of a backup in a file. */
export const backupSchema: z.ZodType<Backup> = z.strictObject({
  format: z.literal("kuma-backup"),
  version: z.literal(1),
  takenAt: z.iso.datetime(),
  server: z.strictObject({ url: z.string(), version: z.string() }),
  settings: z.record(z.string(), z.unknown()),
  things: z.strictObject(
    Object.fromEntries(backupKinds.map((kind) => [kind, thingsSchema])) as Record<BackupKind, typeof thingsSchema>,
  ),
  leftOut: z.array(z.string()),
});
