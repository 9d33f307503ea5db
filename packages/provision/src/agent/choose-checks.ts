import { unitMeantBy, type InstalledCheck, type Manifest } from "@kumakit/installer";

import { ProvisionError } from "../errors/provision-error.ts";

/** How people call a check that is installed: by its unit, else by its name. */
export function calledAs({ name, unit = name }: InstalledCheck): string {
  return unit;
}

/** The checks of an agent, and what messages call its host. */
interface ChecksOnHost {
  readonly host: { readonly label: string };
  readonly manifest: Pick<Manifest, "checks">;
}

/** The installed checks of these names or units; all of them when none is named. @throws ProvisionError for an unknown one */
export function chooseChecks(
  { host, manifest: { checks } }: ChecksOnHost,
  names: readonly string[],
): readonly InstalledCheck[] {
  if (names.length === 0) return checks;
  const chosen = names.flatMap((name) => {
    const named = checks.filter((check) => check.name === name);
    if (named.length > 0) return named;
    const unit = unitMeantBy(name);
    const found = checks.filter((check) => check.unit === unit);
    if (found.length === 0) throw unknown(unit, { host: host.label, checks });
    return found;
  });
  return [...new Set(chosen)];
}

function unknown(
  name: string,
  { host, checks }: { readonly host: string; readonly checks: readonly InstalledCheck[] },
): ProvisionError {
  return new ProvisionError({
    code: "KUMA_CHECK_NOT_FOUND",
    message: `The agent on ${host} does not watch ${name}. It watches ${checks.map(calledAs).join(", ")}.`,
  });
}
