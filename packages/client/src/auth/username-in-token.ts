import * as z from "zod";

const payloadSchema = z.object({ username: z.string() });

/**
 * Reads the username out of a session token. The signature is the server's affair.
 *
 * @param token - A JSON web token.
 * @returns `undefined` when there is none in it.
 */
export function usernameInToken(token: string): string | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return payloadSchema.safeParse(payload).data?.username;
  } catch {
    return undefined;
  }
}
