import { noLayerVariables } from "../layer/layer-programs.ts";
import { prepareLayer } from "../layer/prepare-layer.ts";

/**
 * Vitest's global setup of all tests: has the layer prepared with what they need besides Node, and lets them know by
 * their environment. With `KUMAKIT_TEST_LAYER=off` they make do with what this machine has.
 *
 * @returns what ends it.
 */
export default async function setup(): Promise<() => void> {
  if (process.env["KUMAKIT_TEST_LAYER"] === "off") {
    delete process.env["KUMAKIT_TEST_LAYER"];
    Object.assign(process.env, noLayerVariables("KUMAKIT_TEST_LAYER is off"));
    return () => {};
  }
  try {
    const layer = await prepareLayer((line) => process.stderr.write(`${line}\n`));
    Object.assign(process.env, layer.variables);
    return () => layer[Symbol.dispose]();
  } catch (error) {
    Object.assign(process.env, noLayerVariables(error instanceof Error ? error.message : String(error)));
    return () => {};
  }
}
