import type { HostFacts } from "../facts/host-facts.ts";
import type { Manifest } from "../installed/manifest.ts";
import type { HostStep } from "../steps/host-plan.ts";

/**
 * The parts that steps bring to a host: those that are not there yet, and those of earlier installs.
 *
 * @param steps - all that are wanted, whether they have something to do or not
 */
export function broughtBy(
  steps: readonly HostStep[],
  facts: HostFacts,
  earlier: Manifest | undefined,
): Manifest["brought"] {
  const isNew = (path: string): boolean => facts.files[path] === undefined;
  const pathsOf = (kind: "folder" | "file"): string[] =>
    steps.flatMap((step) => (step.kind === kind && isNew(step.path) ? [step.path] : []));
  const { user, foundGroup } = accountBroughtBy(steps, facts);
  const [linger] = steps.flatMap((step) => (step.kind === "linger" && !facts.has.linger ? [step.user] : []));
  const before = earlier?.brought;
  return {
    folders: [...new Set([...(before?.folders ?? []), ...pathsOf("folder")])],
    files: [...new Set([...(before?.files ?? []), ...pathsOf("file")])],
    ...optional("user", user ?? before?.user),
    ...optional("foundGroup", foundGroup ?? before?.foundGroup),
    ...optional("linger", linger ?? before?.linger),
  };
}

/** The user that is made, and its group when that is there already. */
function accountBroughtBy(
  steps: readonly HostStep[],
  { users, groups }: HostFacts,
): Pick<Manifest["brought"], "user" | "foundGroup"> {
  const [user] = steps.flatMap((step) =>
    step.kind === "system-user" && users[step.name] === undefined ? [step.name] : [],
  );
  if (user === undefined) return {};
  return groups[user] === undefined ? { user } : { user, foundGroup: user };
}

function optional<Key extends string>(key: Key, value: string | undefined): { [key in Key]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [key in Key]: string });
}
