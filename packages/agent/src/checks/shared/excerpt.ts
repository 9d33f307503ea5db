const longest = 160;

/**
 * A peer's words, short enough for a message: the first line with something in it.
 *
 * @param text - as it came
 */
export function excerpt(text: string): string {
  const line =
    text
      .slice(0, 4096)
      .split(/[\r\n\0]+/)
      .map((candidate) => candidate.replace(/[\p{Cc}\s]+/gu, " ").trim())
      .find((candidate) => candidate !== "") ?? "";
  const characters = Array.from(line);
  return characters.length > longest ? `${characters.slice(0, longest).join("")}…` : line;
}
