import { usageError } from "../cli-error.ts";

/** What a monitor is called when nobody says otherwise. */
export const defaultMonitorName = "{host}/{unit}";

/** What can stand in a template. */
export interface MonitorNameParts {
  readonly host: string;
  /** With its suffix; `.service` is left out of the name. */
  readonly unit: string;
}

/** Fills in a template such as `{host}/{unit}`. @throws CliError (exit 2) for a placeholder that there is none of */
export function monitorName(template: string, { host, unit }: MonitorNameParts): string {
  const values: Readonly<Record<string, string>> = { host, unit: unit.replace(/\.service$/, "") };
  const name = template.replaceAll(/\{([a-z]*)\}/gi, (placeholder, key: string) => {
    const value = values[key];
    if (value === undefined) throw usageError(`--name knows no ${placeholder}`, `--name "${defaultMonitorName}"`);
    return value;
  });
  if (name.trim() === "") throw usageError("--name is empty", `--name "${defaultMonitorName}"`);
  return name;
}

/** Makes sure that monitors of several units would not be called the same. @throws CliError (exit 2) */
export function requireDistinctNames(template: string, units: readonly string[]): void {
  if (units.length < 2 || template.includes("{unit}")) return;
  throw usageError("--name would call all these monitors the same", `--name "${template} {unit}"`);
}
