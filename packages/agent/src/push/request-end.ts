function named(name: "AbortError" | "TimeoutError", message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** Of a request that took too long. */
export function tooLate(): Error {
  return named("TimeoutError", "no answer in time");
}

/** Of a request whose answer nobody waits for any more. */
export function notWanted(): Error {
  return named("AbortError", "not wanted any more");
}

/** Of a request whose connection was closed under it by the agent itself. */
export function connectionClosed(): Error {
  return Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" });
}
