import type * as z from "zod";
import type { ServerCapabilities } from "../server-version/capabilities.ts";

/** Everything that is particular to one monitor type. Shared code asks the definition; it never looks at the type itself. */
export interface MonitorTypeDefinition<Input extends { readonly type: string } = { readonly type: string }> {
  /** The type on the wire. */
  readonly type: Input["type"];
  /** Its name for people. */
  readonly title: string;
  /** What it is for, in one line. */
  readonly summary: string;
  /** The first version of the server that has it. */
  readonly since: string;
  /** What it is created from. Unknown fields are refused. */
  readonly inputSchema: z.ZodType<Input>;
  /** Whether a new one gets the server's default notifications when none are named. */
  readonly takesDefaultNotifications: boolean;
  /** The fields of the wire that differ from the server's defaults. */
  readonly toWire: (input: Input, server: ServerCapabilities) => Record<string, unknown>;
  /** An input that every server accepts. */
  readonly example: Input;
}

/** Fixes a definition, with its input type inferred. */
export function defineMonitorType<Input extends { readonly type: string }>(
  definition: MonitorTypeDefinition<Input>,
): MonitorTypeDefinition<Input> {
  return Object.freeze(definition);
}
