import { ProvisionError } from "../errors/provision-error.ts";

/** A monitor's name when nobody says otherwise. */
export const defaultMonitorName = "{host}/{unit}";

/** The values for a template. */
export interface MonitorNameParts {
  readonly host: string;
  /** With its suffix; `.service` is left out of the name. */
  readonly unit: string;
}

/** Fills in a template such as `{host}/{unit}`. @throws ProvisionError for a placeholder that there is none of */
export function monitorName(template: string, { host, unit }: MonitorNameParts): string {
  const values: Readonly<Record<string, string>> = { host, unit: unit.replace(/\.service$/, "") };
  const name = template.replaceAll(/\{([a-z]*)\}/gi, (placeholder, key: string) => {
    const value = values[key];
    if (value === undefined) throw badTemplate(`The template for names knows no ${placeholder}`, defaultMonitorName);
    return value;
  });
  if (name.trim() === "") throw badTemplate("The template for names gives an empty name", defaultMonitorName);
  return name;
}

/** Makes sure that monitors of several units would not be called the same. @throws ProvisionError */
export function requireDistinctNames(template: string, units: readonly string[]): void {
  if (units.length < 2 || template.includes("{unit}")) return;
  throw badTemplate("The template for names would call all these monitors the same", `${template} {unit}`);
}

function badTemplate(message: string, better: string): ProvisionError {
  return new ProvisionError({ code: "KUMA_NAME_TEMPLATE", message, suggestion: better });
}
