/** A value of an XML-RPC reply. Dates and base64 stay texts: supervisord sends neither. */
export type XmlRpcValue =
  | string
  | number
  | boolean
  | null
  | readonly XmlRpcValue[]
  | { readonly [name: string]: XmlRpcValue };

/** A text is no XML-RPC reply. */
export class XmlRpcSyntaxError extends Error {
  /** The class's name. */
  override readonly name = "XmlRpcSyntaxError";
}

/** A tag without attributes, or the text between two tags. */
type XmlToken =
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
function* xmlTokens(xml: string): Generator<XmlToken, void> {
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

/** Values may lie so deep in one another; supervisord's replies need three. */
const deepest = 16;

/** The value that the called method gave back, or why it did not. */
export type XmlRpcReply =
  | { readonly kind: "value"; readonly value: XmlRpcValue }
  | { readonly kind: "fault"; readonly code: number; readonly text: string };

/** Reads token by token; blanks between tags do not count. */
class ReplyReader {
  readonly #tokens: Iterator<XmlToken, void>;
  #next: XmlToken | undefined;

  constructor(xml: string) {
    this.#tokens = xmlTokens(xml);
    this.#advance();
  }

  #advance(): void {
    this.#next = this.#tokens.next().value ?? undefined;
  }

  #skipBlanks(): void {
    if (this.#next?.kind === "text" && this.#next.text.trim() === "") this.#advance();
  }

  atOpen(name: string): boolean {
    this.#skipBlanks();
    return this.#next?.kind === "open" && this.#next.name === name;
  }

  open(name: string): void {
    this.#take("open", name);
  }

  close(name: string): void {
    this.#take("close", name);
  }

  end(): void {
    this.#skipBlanks();
    if (this.#next !== undefined) throw new XmlRpcSyntaxError("there is more than one reply");
  }

  #take(kind: "open" | "close", name: string): void {
    this.#skipBlanks();
    if (this.#next?.kind !== kind || this.#next.name !== name) {
      throw new XmlRpcSyntaxError(`${kind === "open" ? "<" : "</"}${name}> is missing`);
    }
    this.#advance();
  }

  /** Everything up to the next tag, blanks included. */
  text(): string {
    if (this.#next?.kind !== "text") return "";
    const { text } = this.#next;
    this.#advance();
    return text;
  }

  value(depth = 0): XmlRpcValue {
    if (depth > deepest) throw new XmlRpcSyntaxError("values lie too deep in one another");
    this.open("value");
    const value = this.#content(depth);
    this.close("value");
    return value;
  }

  #content(depth: number): XmlRpcValue {
    const bare = this.text();
    const next = this.#next;
    if (next?.kind === "close") return bare;
    if (next === undefined || next.kind === "text") throw new XmlRpcSyntaxError("a value has no end");
    this.#advance();
    if (next.kind === "empty") return next.name === "nil" ? null : "";
    const value = this.#typed(next.name, depth);
    this.close(next.name);
    return value;
  }

  #typed(type: string, depth: number): XmlRpcValue {
    if (type === "struct") return this.#struct(depth);
    if (type === "array") return this.#array(depth);
    const text = this.text();
    switch (type) {
      case "int":
      case "i4":
      case "i8":
      case "double":
        return numberOf(text);
      case "boolean":
        return text.trim() === "1";
      case "nil":
        return null;
      case "string":
      case "dateTime.iso8601":
      case "base64":
        return text;
      default:
        throw new XmlRpcSyntaxError(`<${type}> is not a type`);
    }
  }

  #struct(depth: number): XmlRpcValue {
    const members: [string, XmlRpcValue][] = [];
    while (this.atOpen("member")) {
      this.open("member");
      this.open("name");
      const name = this.text();
      this.close("name");
      members.push([name, this.value(depth + 1)]);
      this.close("member");
    }
    return Object.fromEntries(members);
  }

  #array(depth: number): XmlRpcValue {
    const items: XmlRpcValue[] = [];
    this.#skipBlanks();
    // Nobody sends an empty list as <data/>, but it is allowed.
    if (this.#next?.kind === "empty" && this.#next.name === "data") {
      this.#advance();
      return items;
    }
    this.open("data");
    while (this.atOpen("value")) items.push(this.value(depth + 1));
    this.close("data");
    return items;
  }
}

function numberOf(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) throw new XmlRpcSyntaxError("the text of a number is not one");
  return number;
}

function faultOf(value: XmlRpcValue): XmlRpcReply {
  const { faultCode, faultString } = (typeof value === "object" && value !== null ? value : {}) as Record<
    string,
    XmlRpcValue
  >;
  if (typeof faultCode !== "number") throw new XmlRpcSyntaxError("a fault has no code");
  return { kind: "fault", code: faultCode, text: typeof faultString === "string" ? faultString : "" };
}

/**
 * Reads the reply to an XML-RPC call.
 *
 * @param xml - the body of the response
 * @throws {@link XmlRpcSyntaxError} when it is something else; nothing else is ever thrown, whatever comes
 */
export function parseXmlRpcReply(xml: string): XmlRpcReply {
  const reader = new ReplyReader(xml);
  reader.open("methodResponse");
  const isFault = reader.atOpen("fault");
  let reply: XmlRpcReply;
  if (isFault) {
    reader.open("fault");
    reply = faultOf(reader.value());
    reader.close("fault");
  } else {
    reader.open("params");
    reader.open("param");
    reply = { kind: "value", value: reader.value() };
    reader.close("param");
    reader.close("params");
  }
  reader.close("methodResponse");
  reader.end();
  return reply;
}

// Values that change with every answer and are not read: the clock, and the uptime in words.
const volatile = /<name>(?:now|description)<\/name>\s*<value><(?:int|string)>[^<]*/g;

/**
 * Reads replies that are mostly the same as the one before. Finding that out costs a hundredth of reading them, and most
 * of the time nothing has happened.
 */
export class ReplyCache {
  #last: { readonly essence: string; readonly reply: XmlRpcReply } | undefined;

  /** As {@link parseXmlRpcReply}, where the members `now` and `description` may be those of an earlier reply. */
  read(xml: string): XmlRpcReply {
    const essence = xml.replaceAll(volatile, "");
    if (this.#last?.essence !== essence) this.#last = { essence, reply: parseXmlRpcReply(xml) };
    return this.#last.reply;
  }
}
