// Builds dist/kuma-agent.mjs: the agent as one file that runs with nothing but Node beside it. With "standalone" as its
// second argument it builds the module that a single executable of Node starts, which takes CommonJS only.
import { chmod, readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
// @boundaries-ignore the build scripts of two packages share it; it is in no bundle
import { bundledParts, tidyParts, writeNotices } from "../../tools/bundled-parts.mjs";
// @boundaries-ignore as above
import { leanYaml, noJsonSchema, noTraces, unusedXml, withoutDeadWeight } from "../../tools/dead-weight.mjs";
// @boundaries-ignore as above
import { appendScript, scriptFrom } from "../../tools/script-line.mjs";

const { version } = JSON.parse(await readFile(new URL("package.json", import.meta.url), "utf8"));
// Another place may be named, for tests that must not meet an old build.
const [, , outfile = fileURLToPath(new URL("dist/kuma-agent.mjs", import.meta.url)), form] = process.argv;
const isStandalone = form === "standalone";

// The D-Bus library hashes only for a way to authenticate that the system's bus does not ask for; the agent should not carry
// all of node:crypto for it.
const lazyCrypto = {
  name: "lazy-crypto",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:crypto$/ }, ({ path, importer }) =>
      importer.includes("dbus-next") ? { path, namespace: "lazy-crypto" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "lazy-crypto" }, () => ({
      contents: ["createHash", "randomBytes"]
        .map((name) => `export const ${name} = (...given) => require("node:crypto").${name}(...given);`)
        .join("\n"),
    }));
  },
};

// In one ES module all that is imported is loaded at the start. A CommonJS module is loaded when the first part that needs
// it is, so that an agent without HTTPS, say, has no TLS in its memory.
const lazyBuiltins = {
  name: "lazy-builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(?:node:.*|${builtinModules.join("|")})$`) }, ({ path, namespace }) =>
      namespace === "lazy-builtins" ? { path, external: true } : { path, namespace: "lazy-builtins" },
    );
    onLoad({ filter: /.*/, namespace: "lazy-builtins" }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

await build({
  entryPoints: [fileURLToPath(new URL("src/cli.ts", import.meta.url))],
  outfile,
  bundle: true,
  platform: "node",
  target: "node18",
  format: isStandalone ? "cjs" : "esm",
  minify: true,
  // Kept names would name each function again whenever one is made: a tenth of the cost of a push.
  keepNames: false,
  legalComments: "none",
  alias: { yaml: leanYaml(import.meta.url) },
  // The parts that are CommonJS, and the modules of Node that wait until they are needed, are loaded by require.
  banner: isStandalone
    ? {}
    : {
        js: '#!/usr/bin/env node\nimport{createRequire as kumaAgentRequire}from"node:module";const require=kumaAgentRequire(import.meta.url);',
      },
  define: {
    KUMA_AGENT_VERSION: JSON.stringify(version),
    ...(isStandalone ? { KUMA_AGENT_STANDALONE: "true", "import.meta.url": '""' } : {}),
  },
  plugins: [
    withoutDeadWeight({ ...unusedXml, ...noTraces }),
    noJsonSchema,
    // One executable file has no lines.
    ...(isStandalone ? [] : [scriptFrom("import.meta.url")]),
    lazyCrypto,
    lazyBuiltins,
    bundledParts("kuma-agent.cdx.json"),
  ],
});
if (!isStandalone) await appendScript(outfile);
await chmod(outfile, 0o755);
const parts = await tidyParts(join(dirname(outfile), "kuma-agent.cdx.json"));
await writeNotices(join(dirname(outfile), "THIRD-PARTY-NOTICES.txt"), [parts]);
