import { choice, text } from "../../field-builders.ts";
import { optional } from "../../monitor-field.ts";
import type { MonitorFields } from "../../monitor-type-definition.ts";

/** A question to a JSON answer, and the right reply. */
export interface JsonQueryInput {
  /** The JSONata expression that picks a value out of the answer. @defaultValue `"$"`, the whole answer */
  readonly jsonPath?: string | undefined;
  /** How the value is compared with `expectedValue`; all but `==` need 2.0. @defaultValue `"=="` */
  readonly jsonPathOperator?: "==" | "!=" | ">" | ">=" | "<" | "<=" | "contains" | undefined;
  /** What the value is compared with. */
  readonly expectedValue: string;
}

/** The fields of {@link JsonQueryInput}. */
export const jsonQueryFields: MonitorFields<JsonQueryInput> = {
  jsonPath: optional(text("jsonPath")),
  jsonPathOperator: optional(choice("jsonPathOperator", ["==", "!=", ">", ">=", "<", "<=", "contains"])),
  expectedValue: text("expectedValue"),
};

/** The values that a server needs where a {@link JsonQueryInput} gives none. */
export const jsonQueryDefaults = { jsonPath: "$", jsonPathOperator: "==" };
