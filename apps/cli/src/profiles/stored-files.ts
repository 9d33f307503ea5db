import * as z from "zod";

// Loaded once there is such a file to read: most of `kuma help` needs no schema library.

const sessionSchema = z.object({
  username: z.string().nullable(),
  token: z.string().nullable(),
  headers: z.record(z.string(), z.string()).optional(),
  savedAt: z.iso.datetime(),
});

/** The content of `sessions.json`. */
export const sessionsFileSchema = z.object({
  version: z.literal(1),
  current: z.string().nullable(),
  sessions: z.record(z.string(), sessionSchema),
});

/** The content of `profiles.json`. */
export const profilesFileSchema = z.object({
  version: z.literal(1),
  inUse: z.string().nullable(),
  profiles: z.record(z.string(), z.object({ server: z.string() })),
});

/** The logins that are remembered. */
export type SessionsFile = z.infer<typeof sessionsFileSchema>;

/** The servers that have a name. */
export type ProfilesFile = z.infer<typeof profilesFileSchema>;
