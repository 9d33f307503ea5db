import type { ServerCapabilities } from "./capabilities.ts";

/** The server at the other end. */
export interface ServerInfo {
  /** Its address, with the base path if it has one and without a slash at the end. */
  readonly url: string;
  /** Its version as it states it; `unknown` to a client that is not logged in, because the server hides it then. */
  readonly version: string;
  /** What it can do. */
  readonly capabilities: ServerCapabilities;
}
