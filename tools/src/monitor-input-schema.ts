import { monitorTypes } from "@kumakit/client";
import * as z from "zod";
import { inputNames } from "./monitor-types-page.ts";
import type { TypedApi } from "./typed-api.ts";

/** The JSON Schema of what monitors are created from, with what the types themselves say of each setting. */
export function monitorInputSchema(api: TypedApi): string {
  const names = inputNames(api);
  const variants = monitorTypes.map(({ type, title, summary, inputSchema, example }) => {
    const { $schema: _, ...schema } = z.toJSONSchema(inputSchema, {
      io: "input",
      // In a JSON Schema that says that nobody may send it.
      override: ({ jsonSchema }) => delete jsonSchema.readOnly,
    });
    const described = Object.entries(schema.properties ?? {}).map(([name, property]) => {
      const said = api.propertiesOf(names.get(type) ?? type).find((one) => one.name === name);
      return [name, { ...Object(property), description: said?.meaning }] as const;
    });
    return { title, description: summary, ...schema, properties: Object.fromEntries(described), examples: [example] };
  });
  const schema = { $schema: "https://json-schema.org/draft/2020-12/schema", title: "Monitor", oneOf: variants };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
