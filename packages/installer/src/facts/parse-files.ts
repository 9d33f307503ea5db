import type { FileFact, HostFacts } from "./host-facts.ts";

/** The files that a survey has found, from what stat, sha256sum and base64 printed. */
export function parseFiles(
  stats: readonly string[],
  hashes: readonly string[],
  contents: readonly (readonly string[])[],
): HostFacts["files"] {
  const hashOf = new Map(hashes.filter((line) => line !== "").map((line) => hashed(line)));
  const contentOf = new Map(
    contents.map(([path = "", text = ""]) => [path, Buffer.from(text, "base64").toString("utf8")]),
  );
  const known = stats.filter((line) => line !== "").map((line) => stated(line));
  // Drop-ins may lie behind a linked folder, where no stat was asked for.
  const others = [...contentOf].filter(([path]) => !known.some(([name]) => name === path));
  return Object.fromEntries([
    ...known.map(([path, fact]) => [path, { ...fact, ...extras(hashOf.get(path), contentOf.get(path)) }]),
    ...others.map(([path, content]) => [path, { ...linked, ...extras(undefined, content) }]),
  ]);
}

const linked: FileFact = { kind: "link", mode: "0777", owner: { user: "root", group: "root" }, size: 0 };

function extras(sha256: string | undefined, content: string | undefined): Pick<FileFact, "sha256" | "content"> {
  return { ...(sha256 === undefined ? {} : { sha256 }), ...(content === undefined ? {} : { content }) };
}

/** `stat -c '%f|%u|%g|%U|%G|%s|%n'`: the name comes last, because it may hold anything. */
function stated(line: string): readonly [string, FileFact] {
  const [bits = "", uid = "", gid = "", user = "", group = "", size = "", ...name] = line.split("|");
  const mode = Number.parseInt(bits, 16);
  return [
    name.join("|"),
    {
      kind: kindOf(mode),
      mode: (mode & 0o7777).toString(8).padStart(4, "0"),
      // An account that is gone has no name any more.
      owner: { user: user === "UNKNOWN" ? uid : user, group: group === "UNKNOWN" ? gid : group },
      size: Number(size),
    },
  ];
}

function kindOf(mode: number): FileFact["kind"] {
  const kinds: Readonly<Record<number, FileFact["kind"]>> = { 0o100000: "file", 0o040000: "folder", 0o120000: "link" };
  return kinds[mode & 0o170000] ?? "other";
}

/** A line of sha256sum: GNU's marks a name with a backslash in it, and doubles it there. */
function hashed(line: string): [string, string] {
  const isMarked = line.startsWith("\\");
  const text = isMarked ? line.slice(1) : line;
  const name = text.slice(66);
  return [isMarked ? name.replaceAll("\\\\", "\\") : name, text.slice(0, 64)];
}
