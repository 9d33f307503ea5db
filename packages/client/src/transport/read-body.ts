/** A body that is longer than anything that was asked for. */
export class BodyTooLong extends Error {}

/**
 * Reads a body as text, within bounds.
 *
 * @param mostBytes - What is longer is not read to its end.
 * @param signal - Ends the reading.
 * @throws {@link BodyTooLong}
 */
export async function readBody(response: Response, mostBytes: number, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // The request's own signal does not reach a body that is under way on every version of Node.
  const stop = (): void => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener("abort", stop);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      bytes += part.value.byteLength;
      if (bytes > mostBytes) {
        stop();
        throw new BodyTooLong(`The answer is longer than ${mostBytes} bytes.`);
      }
      chunks.push(part.value);
    }
    signal.throwIfAborted();
    return new TextDecoder().decode(Buffer.concat(chunks));
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
