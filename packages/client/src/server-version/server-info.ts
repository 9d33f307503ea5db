import type { ServerCapabilities } from "./capabilities.ts";

/** The server at the other end. */
export interface ServerInfo {
  /** Its address, with the base path if it has one and without a slash at the end. */
  readonly url: string;
  /** Its version as it states it. */
  readonly version: string;
  /** What it can do. */
  readonly capabilities: ServerCapabilities;
}
