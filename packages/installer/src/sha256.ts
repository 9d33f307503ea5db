import { createHash } from "node:crypto";

/** The name of a content: its SHA-256 in hex. */
export function sha256Of(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
