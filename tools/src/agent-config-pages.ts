import { checkTypeNames } from "@kumakit/agent/checks";
import { agentSettingsSchema, checkExample } from "@kumakit/agent/config";
import * as z from "zod";
import { checkTypePage, checkTypeSchema, checkTypesIndex } from "./check-type-page.ts";

/** The JSON Schema of the agent's config, and a page for each check type. */
export function agentConfigPages(): ReadonlyMap<string, string> {
  const schema = z.toJSONSchema(agentSettingsSchema, {
    io: "input",
    // Left out by zod where a setting is transformed; ours are inputs, so they stay true.
    override: ({ zodSchema, jsonSchema }) => {
      const examples: unknown = z.globalRegistry.get(zodSchema)?.["examples"];
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  });
  const checkTypes = z
    .looseObject({ checks: z.looseObject({ items: z.looseObject({ oneOf: z.array(checkTypeSchema) }) }) })
    .parse(schema.properties).checks.items.oneOf;
  return new Map([
    ["packages/agent/agent.schema.json", `${JSON.stringify(schema, null, 2)}\n`],
    ["docs/checks/README.md", checkTypesIndex(checkTypes)],
    ...checkTypes.map((type) => {
      const { const: name } = type.properties.type;
      return [`docs/checks/${name}.md`, checkTypePage(type, exampleLine(name))] as const;
    }),
  ]);
}

/** The example of a type as it is typed. */
function exampleLine(type: string): string {
  const name = checkTypeNames.find((each) => each === type);
  if (name === undefined) throw new Error(`there is no check type ${type}`);
  return checkExample(name);
}
