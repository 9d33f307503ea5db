import type { IncomingHttpHeaders } from "node:http";

/** What the server, or something before it, answered. */
export interface ServerReply {
  readonly status: number;
  readonly body: string;
  /** The names in small letters. None of an answer with status 200: nobody asks for them. */
  readonly headers: IncomingHttpHeaders;
}
