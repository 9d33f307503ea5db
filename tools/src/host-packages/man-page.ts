/** A manual page, of section 1. */
export interface ManPage {
  readonly name: string;
  /** One line, for `apropos`. */
  readonly summary: string;
  readonly version: string;
  readonly date: Date;
  /** The text of `--help`: sections whose headings end with a colon, and indented lines in them. */
  readonly help: string;
  /** Further sections: a heading, and lines of roff. */
  readonly more: readonly (readonly [heading: string, lines: readonly string[]])[];
}

/** The page in roff, with the macros of man(7). */
export function manPage({ name, summary, version, date, help, more }: ManPage): string {
  const sections = sectionsOf(help);
  const synopsis = sections.filter(({ heading }) => heading === "Usage");
  const rest = sections.filter(({ heading }) => heading !== "Usage");
  return [
    `.TH ${name.toUpperCase()} 1 "${date.toISOString().slice(0, 10)}" "${name} ${version}" "Uptime Kuma push agent"`,
    ".SH NAME",
    `${escaped(name)} \\- ${escaped(summary)}`,
    ".SH SYNOPSIS",
    ...synopsis.flatMap(({ lines }) => verbatim(lines)),
    ...rest.flatMap(({ heading, lines }) => [
      `.SH ${escaped(heading.toUpperCase())}`,
      ...(heading === "Examples" ? verbatim(lines) : definitions(lines)),
    ]),
    ...more.flatMap(([heading, lines]) => [`.SH ${heading}`, ...lines]),
    "",
  ].join("\n");
}

interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

function sectionsOf(help: string): readonly Section[] {
  return help
    .split("\n\n")
    .map((block) => block.split("\n").filter((line) => line !== ""))
    .flatMap(([first = "", ...lines]) => {
      const [, heading, said = ""] = /^([A-Z][^:,]*)[^:]*:(?: (.*))?$/.exec(first) ?? [];
      if (heading === undefined) return [];
      return [{ heading, lines: said === "" ? lines : [`  ${said}`, ...lines] }];
    });
}

/** Lines such as `  --json   status as JSON`; one that is indented more goes on with the one before it. */
function definitions(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const [, term, text] = /^ {2}(\S.*?) {2,}(\S.*)$/.exec(line) ?? [];
    if (term === undefined) return [escaped(line.trim())];
    return [".TP", `.B ${escaped(term)}`, escaped(text ?? "")];
  });
}

function verbatim(lines: readonly string[]): readonly string[] {
  return [".nf", ...lines.map((line) => escaped(line.replace(/^ {2}/, ""))), ".fi"];
}

/** A text as roff prints it: no character of it begins a request or is changed into another one. */
export function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("`", "\\(ga")
    .replaceAll("'", "\\(aq")
    .replaceAll("^", "\\(ha")
    .replaceAll("~", "\\(ti")
    .replaceAll(
      /[^\n -~]/gu,
      (character) => `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`,
    )
    .replace(/^\./, "\\&.");
}
