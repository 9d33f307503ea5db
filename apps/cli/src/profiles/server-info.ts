import type { KumaClient } from "@kumakit/client";
import type { infer as SchemaType } from "zod";

import type { Zod } from "../contract/command-contract.ts";
import { serverUrlSchema } from "../contract/shared-schemas.ts";
import { fieldLines } from "../output/field-lines.ts";
import type { ServerStep } from "./choose-server.ts";

/** The output of `kuma server info --json`. */
export const serverInfoSchema = (z: Zod) =>
  z.strictObject({
    server: serverUrlSchema(z),
    version: z.string().nullable().describe("Null when the server does not show it: nobody is logged in."),
    username: z.string().nullable(),
    profile: z.string().nullable(),
    source: z.string().nullable().describe("Where the address comes from."),
    intervals: z.strictObject({ shortest: z.int(), longest: z.int().nullable() }).describe("Of monitors, in seconds."),
  });

/** The server in use, for people and for programs. */
export type DescribedServer = SchemaType<ReturnType<typeof serverInfoSchema>>;

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
    Version: version ?? "shown only to those who are logged in",
    User: username ?? stranger,
    Profile: profile ?? "",
    "Chosen by": source ?? "",
    Intervals: version === null ? "" : `${shortest} s ${longest === null ? "or more" : `to ${longest} s`}`,
  });
}
