/**
 * Makes properties that hold secrets invisible to JSON, spreads and logs; they can still be read by name.
 *
 * @param object - A fresh object; it is changed.
 * @param keys - The properties to hide.
 */
export function hide<T extends object>(object: T, ...keys: readonly (keyof T)[]): T {
  for (const key of keys) Object.defineProperty(object, key, { enumerable: false });
  return Object.freeze(object);
}
