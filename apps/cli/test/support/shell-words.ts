/** The words of a line as a shell would pass them on; quotes and line continuations are all it knows. */
export function shellWords(line: string): readonly string[] {
  const words = line.replaceAll("\\\n", " ").matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g);
  return [...words].map(([word]) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}
