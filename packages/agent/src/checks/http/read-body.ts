import type { IncomingMessage } from "node:http";
import type { Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { readBounded } from "../shared/http-request.ts";

/** More of a body is not read, in bytes after decompression. */
const longestBody = 1024 * 1024;

/** A body, or its beginning. */
export interface Body {
  readonly text: string;
  /** Whether it is longer than what was read of it. */
  readonly isCut: boolean;
}

/** The body cannot be made out. */
export class UnreadableBodyError extends Error {
  /** The class's name. */
  override readonly name = "UnreadableBodyError";
}

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

function decoderFor(incoming: IncomingMessage): Transform | undefined {
  const encoding = incoming.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") return undefined;
  const create = decoders[encoding];
  if (create === undefined)
    throw new UnreadableBodyError(`its body is packed in an unknown way: ${encoding.slice(0, 40)}`);
  return create();
}

function textOf(bytes: Buffer, contentType: string | undefined): string {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/**
 * Reads a body up to 1 MiB; one that is compressed although nobody asked for that is unpacked, to the same limit.
 *
 * @param incoming - the answer
 * @throws UnreadableBodyError when it cannot be unpacked, and the errors of the connection
 */
export async function readBody(incoming: IncomingMessage): Promise<Body> {
  const decoder = decoderFor(incoming);
  if (decoder !== undefined) {
    incoming.once("error", (error) => decoder.destroy(error));
    incoming.pipe(decoder);
  }
  try {
    const { bytes, isCut } = await readBounded(decoder ?? incoming, longestBody);
    return { text: textOf(bytes, incoming.headers["content-type"]), isCut };
  } catch (error) {
    const { code = "" } = error as { readonly code?: string };
    if (!/^(Z_|ERR__?(ERROR|ZLIB|BROTLI))/.test(code)) throw error;
    throw new UnreadableBodyError("its body cannot be unpacked", { cause: error });
  }
}
