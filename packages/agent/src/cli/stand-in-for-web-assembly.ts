/**
 * Puts a stand-in where there is no WebAssembly: under `node --jitless`, which a service without executable memory needs.
 *
 * ky asks for the global Request, with which Node loads all of its own fetch, and that compiles its HTTP parser at
 * once: without WebAssembly the process would end by an unhandled rejection. The parser is never used, as the agent has
 * its own transport, so a compilation that never ends does no harm.
 */
export function standInForWebAssembly(): void {
  if ("WebAssembly" in globalThis) return;
  const neverCompiled = { compile: (): Promise<never> => new Promise(() => undefined) };
  Object.defineProperty(globalThis, "WebAssembly", { value: neverCompiled, configurable: true });
}
