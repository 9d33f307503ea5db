// The texts of the agent's shell script, for the two build scripts. They stand in the last line of the agent's program, as a
// comment: it needs them for one command alone, and `kuma`, which brings that program, does not have them twice.
import { appendFile } from "node:fs/promises";

const start = "//kuma-agent script: ";

/** An esbuild plugin for a bundle that reads them when they are asked for. `program` is an expression: the agent's address. */
export function scriptFrom(program) {
  return {
    name: "script-line",
    setup({ onLoad }) {
      onLoad({ filter: /\/agent\/src\/script\/script-parts\.ts$/ }, () => ({
        contents: `import { readFileSync } from "node:fs";
          let parts;
          const read = () => {
            const text = readFileSync(new URL(${program}), "utf8");
            return JSON.parse(text.slice(text.lastIndexOf(${JSON.stringify(start)}) + ${start.length}));
          };
          export const scriptParts = new Proxy({}, { get: (_, name) => (parts ??= read())[name] });`,
      }));
    },
  };
}

/** Adds the line to a program of the agent, which was compiled before it is bundled. */
export async function appendScript(program) {
  // By its address: for the check of directions the agent is another package than these tools.
  const { scriptParts } = await import(new URL("../packages/agent/dist/script/script-parts.js", import.meta.url).href);
  await appendFile(program, `${start}${JSON.stringify(scriptParts)}\n`);
}
