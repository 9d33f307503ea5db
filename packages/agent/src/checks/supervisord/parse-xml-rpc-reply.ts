import type { XmlRpcValue } from "./xml-rpc-value.ts";
import { XmlRpcSyntaxError, xmlTokens, type XmlToken } from "./xml-tokens.ts";

/** Values may lie so deep in one another; supervisord's replies need three. */
const deepest = 16;

/** What the called method gave back, or why it did not. */
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
        throw new XmlRpcSyntaxError(`<${type}> is no type`);
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
  if (text.trim() === "" || !Number.isFinite(number)) throw new XmlRpcSyntaxError("a number is none");
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
 * @throws {@link XmlRpcSyntaxError} when it is none; nothing else is ever thrown, whatever comes
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
