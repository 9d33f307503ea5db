import { holdsSecrets } from "../config/holds-secrets.ts";
import { installedOn } from "../installed/installed-on.ts";
import { pathsOf } from "../install-paths.ts";
import type { HostFacts } from "./host-facts.ts";

/** Facts that may be shown and kept: without the texts of files that hold secrets. An install cannot be planned from those. */
export function shownFacts(facts: HostFacts): HostFacts {
  const closed = new Set(secretFilesOf(facts).filter((path) => facts.files[path]?.content !== undefined));
  if (closed.size === 0) return facts;
  const files = Object.entries(facts.files).map(([path, fact]) => {
    const { content: _secret, ...rest } = fact;
    return [path, closed.has(path) ? rest : fact] as const;
  });
  const why = "it holds secrets, which facts leave out: plan with --host, or on the host itself";
  return {
    ...facts,
    files: Object.fromEntries(files),
    unreadable: { ...facts.unreadable, ...Object.fromEntries([...closed].map((path) => [path, why])) },
  };
}

function secretFilesOf(facts: HostFacts): readonly string[] {
  const { config: file, dropIns } = pathsOf(facts);
  const { config } = installedOn(facts);
  // Nobody knows what is in one that cannot be read.
  if (config.kind === "broken")
    return [file, ...Object.keys(facts.files).filter((path) => path.startsWith(`${dropIns}/`))];
  const own = config.kind === "valid" && holdsSecrets(config.config) ? [file] : [];
  return [...own, ...config.dropIns.flatMap((dropIn) => (holdsSecrets(dropIn.check) ? [dropIn.file] : []))];
}
