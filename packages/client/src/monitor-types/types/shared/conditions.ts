import * as z from "zod";
import { objectOf, textOf } from "../../from-wire.ts";
import type { FieldOptions, OptionalField } from "../../monitor-field.ts";

const operators = [
  "equals",
  "not_equals",
  "contains",
  "not_contains",
  "starts_with",
  "not_starts_with",
  "ends_with",
  "not_ends_with",
  "num_equals",
  "num_not_equals",
  "lt",
  "gt",
  "lte",
  "gte",
] as const satisfies readonly ConditionOperator[];

/** How a condition compares; the last six compare numbers. */
export type ConditionOperator =
  | "equals"
  | "not_equals"
  | "contains"
  | "not_contains"
  | "starts_with"
  | "not_starts_with"
  | "ends_with"
  | "not_ends_with"
  | "num_equals"
  | "num_not_equals"
  | "lt"
  | "gt"
  | "lte"
  | "gte";

/** One comparison. */
export interface ConditionExpression<Variable extends string = string> {
  /** The kind of condition. */
  readonly type: "expression";
  /** What is compared. */
  readonly variable: Variable;
  /** How. */
  readonly operator: ConditionOperator;
  /** What with. */
  readonly value: string;
  /** How it is joined to the condition before it. @defaultValue `"and"` */
  readonly andOr?: "and" | "or" | undefined;
}

/** Conditions in brackets. */
export interface ConditionGroup<Variable extends string = string> {
  /** The kind of condition. */
  readonly type: "group";
  /** What is in the brackets. */
  readonly children: readonly Condition<Variable>[];
  /** How it is joined to the condition before it. @defaultValue `"and"` */
  readonly andOr?: "and" | "or" | undefined;
}

/** A condition on the result of a check; all of a monitor's conditions must hold, or it is DOWN. */
export type Condition<Variable extends string = string> = ConditionExpression<Variable> | ConditionGroup<Variable>;

function schemaFor<Variable extends string>(
  variables: readonly [Variable, ...Variable[]],
): z.ZodType<readonly Condition<Variable>[]> {
  const andOr = z.enum(["and", "or"]).optional();
  const expression = z.strictObject({
    type: z.literal("expression"),
    variable: z.enum(variables),
    operator: z.enum(operators),
    value: z.string(),
    andOr,
  });
  const group = z.strictObject({
    type: z.literal("group"),
    get children(): z.ZodType<readonly Condition<Variable>[]> {
      return list;
    },
    andOr,
  });
  const list = z.array(z.discriminatedUnion("type", [expression, group])).readonly() as unknown as z.ZodType<
    readonly Condition<Variable>[]
  >;
  return list;
}

function toWire(list: readonly Condition[]): unknown[] {
  return list.map((condition) => ({
    ...condition,
    andOr: condition.andOr ?? "and",
    ...(condition.type === "group" ? { children: toWire(condition.children) } : {}),
  }));
}

function fromWire(value: unknown): readonly Condition[] {
  const objects = Array.isArray(value) ? value.map(objectOf).filter((condition) => condition !== undefined) : [];
  return objects.map((condition) => {
    const andOr = condition["andOr"] === "or" ? "or" : "and";
    if (condition["type"] === "group") return { type: "group", children: fromWire(condition["children"]), andOr };
    const { variable, operator } = condition;
    // A variable or an operator of a newer server is handed on as it is.
    return { type: "expression", variable, operator, value: textOf(condition["value"]), andOr } as Condition;
  });
}

/** The field of conditions on these variables. */
export function conditions<const Variable extends string>(
  variables: readonly [Variable, ...Variable[]],
  options: FieldOptions = {},
): OptionalField<readonly Condition<Variable>[]> {
  return {
    ...options,
    schema: schemaFor(variables),
    isOptional: true,
    wire: ["conditions"],
    write: (value) => ({ conditions: toWire(value) }),
    read: (raw) => fromWire(raw["conditions"]) as readonly Condition<Variable>[],
  };
}
