import { KumaValidationError } from "../errors/kuma-errors.ts";

/** Whether something is a plain object: `{ … }`, of whatever realm, and no list, no text and no instance of a class. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // That of another realm is not this one's Object.prototype, but has nothing above it either.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  return `an instance of ${value.constructor.name}`;
}

/**
 * Checks that something is a plain object. An instance of a class is refused: what its accessors would give is lost
 * when it is copied, and nobody would notice.
 *
 * @param field - How an error names it.
 * @returns The same, to be read field by field.
 * @throws {@link KumaValidationError} that says what was given instead; never the value.
 */
export function checkObject(value: unknown, field = "input"): Readonly<Record<string, unknown>> {
  if (isPlainObject(value)) return value;
  const hint =
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? "Copy what is needed into a plain object."
      : "Give a plain object with the fields by name.";
  throw new KumaValidationError(field, `must be a plain object, not ${kindOf(value)}`, { hint });
}
