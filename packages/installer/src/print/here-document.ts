import { printableLines } from "@kumakit/text";

/**
 * A shell function that prints a content: as it is where a person can read it, else in base64.
 *
 * @param comment - stands behind its name, on the same line
 */
export function hereDocument(name: string, content: Buffer, comment = ""): string {
  const text = content.toString("utf8");
  const isPlain = text.endsWith("\n") && printableLines(text) === text && Buffer.from(text).equals(content);
  const head = `${name}() {${comment === "" ? "" : ` # ${comment}`}`;
  if (content.length === 0) return `${head}\n  :\n}\n`;
  if (!isPlain) return `${head}\nbase64 -d <<'END'\n${lines(content.toString("base64"))}\nEND\n}\n`;
  const end = endFor(text);
  return `${head}\ncat <<'${end}'\n${text}${end}\n}\n`;
}

/** A word that is no line of the text. */
function endFor(text: string): string {
  const taken = new Set(text.split("\n"));
  let word = "END";
  for (let number = 2; taken.has(word); number += 1) word = `END_${number}`;
  return word;
}

function lines(base64: string): string {
  return base64.replaceAll(/.{76}(?=.)/g, "$&\n");
}
