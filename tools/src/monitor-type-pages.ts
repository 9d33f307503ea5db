import { join } from "node:path";
import { monitorInputSchema } from "./monitor-input-schema.ts";
import { monitorTypesPage } from "./monitor-types-page.ts";
import { repositoryRoot } from "./repository-root.ts";
import { TypedApi } from "./typed-api.ts";

/** The page of all monitor types, and the JSON Schema of what a monitor is created from. */
export function monitorTypePages(): ReadonlyMap<string, string> {
  const clientApi = new TypedApi(join(repositoryRoot, "packages/client/dist/index.d.ts"));
  return new Map([
    ["docs/monitor-types.md", monitorTypesPage(clientApi)],
    ["packages/client/monitor.schema.json", monitorInputSchema(clientApi)],
  ]);
}
