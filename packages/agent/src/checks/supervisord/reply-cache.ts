import { parseXmlRpcReply, type XmlRpcReply } from "./parse-xml-rpc-reply.ts";

// What changes with every answer and is not read: the clock, and the uptime in words.
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
