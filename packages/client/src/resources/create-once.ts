import { isUnclear } from "../errors/with-hint.ts";

/**
 * Makes something with a request that must not be sent twice. When nobody knows what became of it, the server is asked,
 * and what was made is given back as if the answer had come.
 *
 * @param make - Sends the request.
 * @param find - Looks for the result; `undefined` when it is missing, or cannot be distinguished from others.
 */
export async function createOnce<T>(make: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!isUnclear(error)) throw error;
    const made = await find().catch(() => undefined);
    if (made === undefined) throw error;
    return made;
  }
}
