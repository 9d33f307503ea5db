import type * as zod from "zod";
import type { ZodType } from "zod";

/** The schema library, handed to those who describe a result: a command that only runs never loads it. */
export type Zod = typeof zod;

/** The public promise of a command, as statics of its class: the docs, the tests and the compiler read them. */
export interface CommandContract {
  /** Makes the schema of the output with `--json`; null for a command whose output belongs to another program. */
  readonly output: ((z: Zod) => ZodType) | null;
  /** Whether it leaves the server, this host and the stored settings of the person as they are. */
  readonly readOnly: boolean;
  /** Whether it can take away data or protection; such a command has `--yes`. */
  readonly destructive: boolean;
  /** Whether a second run with the same words changes nothing more. */
  readonly idempotent: boolean;
  /** Whether these flags and arguments have it change something; left out for a command of which all do. */
  readonly changesWith?: (flags: Readonly<Record<string, unknown>>, args: Readonly<Record<string, unknown>>) => boolean;
  /** Why a command that changes something has no `--dry-run`. */
  readonly withoutDryRun?: string;
  /** Why `kuma mcp` does not serve it. */
  readonly withoutTool?: string;
}

/** The type of an object that may hold more names the known fields alone, so that any interface with them fits. */
type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T as string extends Key ? never : Key]: DeepReadonly<T[Key]> }
    : T;

/** The data that a command prints with `--json`. */
export type OutputOf<Contract extends CommandContract> = Contract["output"] extends (z: Zod) => infer Schema
  ? Schema extends ZodType<unknown, infer Input>
    ? DeepReadonly<Input>
    : never
  : never;

/** The data that it prints with `--dry-run --json`, besides the sentences. */
export type PlanOf<Contract extends CommandContract> =
  OutputOf<Contract> extends infer Output
    ? Output extends { readonly dryRun: true; readonly steps: readonly string[] }
      ? Omit<Output, "dryRun" | "steps">
      : never
    : never;
