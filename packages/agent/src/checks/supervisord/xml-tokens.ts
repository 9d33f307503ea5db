/** A text is no XML-RPC reply. */
export class XmlRpcSyntaxError extends Error {
  /** The class's name. */
  override readonly name = "XmlRpcSyntaxError";
}

/** A tag without attributes, or the text between two tags. */
export type XmlToken =
  | { readonly kind: "open" | "close" | "empty"; readonly name: string }
  | { readonly kind: "text"; readonly text: string };

const tag = /<(\/?)([A-Za-z][A-Za-z0-9.]{0,30})\s*(\/?)>/y;
const declaration = /^\s*<\?xml[^?<>]{0,200}\?>/;
const entity = /&(lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});/g;

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function character(name: string): string {
  if (!name.startsWith("#")) return named[name] ?? "";
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\uFFFD";
}

function unescaped(text: string): string {
  return text.includes("&") ? text.replace(entity, (_all, name: string) => character(name)) : text;
}

/**
 * Cuts XML without attributes, comments, CDATA and document types into tokens, in linear time; that is all that an
 * XML-RPC reply is made of, and what is left out cannot be abused.
 *
 * @throws {@link XmlRpcSyntaxError} at the first thing that is neither a tag nor text
 */
export function* xmlTokens(xml: string): Generator<XmlToken, void> {
  let at = declaration.exec(xml)?.[0].length ?? 0;
  while (at < xml.length) {
    if (xml[at] === "<") {
      tag.lastIndex = at;
      const found = tag.exec(xml);
      if (found === null) throw new XmlRpcSyntaxError(`not a tag at character ${at}`);
      const [all, isClose, name = "", isEmpty] = found;
      at += all.length;
      yield { kind: isClose === "/" ? "close" : isEmpty === "/" ? "empty" : "open", name };
    } else {
      const end = xml.indexOf("<", at);
      const text = xml.slice(at, end === -1 ? xml.length : end);
      at += text.length;
      yield { kind: "text", text: unescaped(text) };
    }
  }
}
