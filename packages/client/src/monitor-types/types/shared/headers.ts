import * as z from "zod";
import { objectOf } from "../../from-wire.ts";
import type { OptionalField } from "../../monitor-field.ts";

/** The field of HTTP headers: an object here, JSON on the wire. */
export const headersField: OptionalField<Readonly<Record<string, string>>> = {
  schema: z.record(z.string(), z.string()).readonly(),
  isOptional: true,
  isSecret: true,
  wire: ["headers"],
  write: (headers) => ({ headers: Object.keys(headers).length === 0 ? null : JSON.stringify(headers, null, 4) }),
  read: (raw) =>
    Object.fromEntries(Object.entries(objectOf(raw["headers"]) ?? {}).map(([name, value]) => [name, String(value)])),
};
