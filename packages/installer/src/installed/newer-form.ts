import type { HostFacts } from "../facts/host-facts.ts";
import { InstallerError } from "../installer-error.ts";

/** The form of manifests and configs that this version writes and reads. */
const knownForm = 1;

/**
 * The failure of a file whose form this version does not know.
 *
 * @param text - of the file, JSON with its form as `version`
 * @returns undefined when the form is a known one, or cannot be read
 */
export function newerForm(
  text: string | undefined,
  { file, facts: { label } }: { readonly file: string; readonly facts: Pick<HostFacts, "label"> },
): InstallerError | undefined {
  const form = formOf(text);
  if (form === undefined || form <= knownForm) return undefined;
  return new InstallerError({
    code: "INSTALLER_NEWER_AGENT",
    layer: "agent",
    message: `The agent on ${label} was installed by a newer kuma: ${file} has the form ${form}, and this one knows ${knownForm}.`,
    hint: "take that kuma, or a newer one, for this host",
  });
}

function formOf(text: string | undefined): number | undefined {
  try {
    const { version } = JSON.parse(text ?? "") as { readonly version?: unknown };
    return typeof version === "number" ? version : undefined;
  } catch {
    return undefined;
  }
}
