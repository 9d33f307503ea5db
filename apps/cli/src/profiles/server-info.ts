import type { KumaClient } from "@kumakit/client";

import { fieldLines } from "../output/field-lines.ts";
import type { ServerStep } from "./choose-server.ts";

/** What `kuma server info` shows. */
export interface DescribedServer {
  readonly server: string;
  /** Null when the server does not tell it: nobody is logged in. */
  readonly version: string | null;
  readonly username: string | null;
  readonly profile: string | null;
  /** Where the address comes from. */
  readonly source: string | null;
  /** Seconds; null where there is no limit. */
  readonly intervals: { readonly shortest: number; readonly longest: number | null };
}

/** Describes the server at the other end of a connection, and where its address came from. */
export function serverInfo({ server, session }: KumaClient, chosen: ServerStep | undefined): DescribedServer {
  const { shortestInterval, longestInterval } = server.capabilities;
  return {
    server: server.url,
    version: server.version === "unknown" ? null : server.version,
    username: session.username ?? null,
    profile: chosen?.profile ?? null,
    source: chosen?.source ?? null,
    intervals: { shortest: shortestInterval, longest: longestInterval },
  };
}

/** The same for people. */
export function describeServerInfo({ server, version, username, profile, source, intervals }: DescribedServer): string {
  const { shortest, longest } = intervals;
  const stranger = version === null ? "not logged in" : "nobody: the server asks for no login";
  return fieldLines({
    Server: server,
    Version: version ?? "told only to those who are logged in",
    User: username ?? stranger,
    Profile: profile ?? "",
    "Chosen by": source ?? "",
    Intervals: version === null ? "" : `${shortest} s ${longest === null ? "or more" : `to ${longest} s`}`,
  });
}
