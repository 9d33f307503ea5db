// Bundles the CLI into dist/: one entry per command, everything shared in chunks, no dependency left to install.
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { checkTypeNames } from "@kumakit/agent/checks";
import { build } from "esbuild";

// @boundaries-ignore the build scripts of two packages share it; it is in no bundle
import { bundledParts, tidyParts, withoutTexts, writeNotices } from "../../tools/bundled-parts.mjs";
// @boundaries-ignore as above
import { leanYaml, noTraces, unusedXml, withoutDeadWeight, withoutFiles } from "../../tools/dead-weight.mjs";
// @boundaries-ignore as above
import { scriptFrom } from "../../tools/script-line.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const dist = join(root, "dist");
const next = join(root, "dist-next");
const previous = join(root, "dist-previous");
const require = createRequire(import.meta.url);

/**
 * Parts of oclif that this app has no use for. Its template language fills in two names. It asks whether this is WSL for
 * updates alone, and looks for commands and settings in files where there is no manifest. It draws no spinner here, and no
 * colours but the sixteen of every terminal; Node knows what an emoji is. The SDK of MCP checks answers to forms, which \`kuma\` never shows, and takes
 * schemas of the zod before the present one.
 */
const unusedByKuma = {
  ajv: "export class Ajv {} export default Ajv;",
  "ajv-formats": "export default () => {};",
  "cli-spinners": `export default { dots2: { frames: ["-"] }, line: { frames: ["-"] } };`,
  "color-convert": "export default {};",
  "emoji-regex": String.raw`module.exports = () => /\p{RGI_Emoji}/gv;`,
  ejs: `const named = /<%[-=] *([\\w.]+) *%>/g;
    const valueOf = (from, path) => path.split(".").reduce((value, key) => value[key], from);
    export default { render: (text, from) => text.replace(named, (_, path) => valueOf(from, path)) };`,
  lilconfig: "export const lilconfig = () => ({ search: () => Promise.resolve(null) });",
  minimatch: "export const minimatch = (name, pattern) => name === pattern;",
  tinyglobby: "export const glob = () => Promise.resolve([]);",
  "wsl-utils": "export const isWsl = false;",
  "zod-to-json-schema": "export const zodToJsonSchema = () => ({});",
  "zod/v3": "export default {};",
};

/** The work of a check, which the agent's program alone does: `kuma` reads only what is known about its type. */
const noChecks = {
  name: "no-checks",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/start\.ts$/ }, ({ path, importer }) =>
      importer.includes("/agent/src/checks/") ? { path, namespace: "no-checks" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "no-checks" }, () => ({ contents: "" }));
  },
};

/**
 * The messages of the schema library in some fifty languages, of which it loads English by itself; the search for sources in
 * TypeScript; a server of WebSockets.
 */
const unusedFiles = {
  "zod/v4/locales/index.js": "export {};",
  "@oclif/core/lib/config/ts-path.js": `import { join } from "node:path";
    export const tsPath = async (root, to) => (to === undefined || to.startsWith(root) ? to : join(root, to));`,
  "ws/lib/websocket-server.js": "module.exports = class {};",
  "ws/lib/stream.js": "module.exports = () => {};",
};

/** oclif joins the choices of a flag to one long word, which a terminal would break anywhere. */
const choicesOfHelp = {
  name: "choices-of-help",
  setup({ onLoad }) {
    onLoad({ filter: /\/@oclif\/core\/lib\/help\/command\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const [before, after, ...more] = text.split("flag.options.join('|')");
      if (after === undefined || more.length > 0)
        throw new Error("oclif shows the choices of a flag in another way now");
      return { contents: `${before}flag.options.join(', ')${after}` };
    });
  },
};

/** `kuma agent add` has one command for each check type, and they differ by its name alone. */
const addCommands = {
  name: "add-commands",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^add-command:/ }, ({ path }) => ({
      path: path.slice("add-command:".length),
      namespace: "add-command",
    }));
    onLoad({ filter: /.*/, namespace: "add-command" }, ({ path }) => ({
      contents: `import { addCommand } from "./src/agents/add-command.ts"; export default addCommand("${path}");`,
      resolveDir: root,
    }));
  },
};

const commonJs = [
  'import{createRequire as __createRequire}from"node:module";',
  'import{fileURLToPath as __fileURLToPath}from"node:url";',
  "const require=__createRequire(import.meta.url),__filename=__fileURLToPath(import.meta.url),__dirname=__fileURLToPath(new URL('.',import.meta.url));",
].join("");

/** oclif takes these for false, or for empty, where they are not there. Every command reads the manifest: less is sooner. */
const defaults = ["aliases", "hiddenAliases", "hasDynamicHelp", "multiple", "allowNo", "required", "hidden"];

// Built beside and then put in its place, so that a kuma that runs meanwhile finds the old one or the new one.
await rm(next, { recursive: true, force: true });
await mkdir(next);
await bundle();
await copyFile(agentBundle(), join(next, "kuma-agent.mjs"));
await nameParts();
await rm(previous, { recursive: true, force: true });
await rename(dist, previous).catch(() => {});
await rename(next, dist);
await rm(previous, { recursive: true, force: true });
await writeManifest();

async function bundle() {
  await build({
    absWorkingDir: root,
    entryPoints: [
      ...[
        "src/main.ts",
        "src/contract/published.ts",
        ...(await sources("src/commands")),
        ...(await sources("src/hooks")),
      ].map((file) => ({ in: file, out: file.replace(/^src\/(.*)\.ts$/, "$1") })),
      ...checkTypeNames.map((type) => ({ in: `add-command:${type}`, out: `commands/agent/add/${type}` })),
    ],
    outbase: "src",
    outdir: next,
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    minify: true,
    legalComments: "none",
    alias: { yaml: leanYaml(import.meta.url) },
    chunkNames: "chunks/[name]-[hash]",
    // Optional for those who import them, and never used here; together they would be 7 MB.
    // Sources, so that a stale build of a library is never bundled.
    conditions: ["@kumakit/source"],
    external: ["typescript", "ts-node", "tsx", "bufferutil", "utf-8-validate", "@kumakit/agent/bundle"],
    // The dependencies that are CommonJS expect these.
    banner: { js: commonJs },
    plugins: [
      withoutDeadWeight({ ...unusedXml, ...noTraces, ...unusedByKuma }),
      noChecks,
      // The agent's program lies at the top of this folder, whatever part it is that asks.
      scriptFrom(`import.meta.url.slice(0, import.meta.url.lastIndexOf("/dist/")) + "/dist/kuma-agent.mjs"`),
      withoutFiles(unusedFiles),
      addCommands,
      choicesOfHelp,
      bundledParts("kuma.cdx.json"),
    ],
    logLevel: "warning",
  });
}

/** The package holds two bundles: its own, and the agent's. */
async function nameParts() {
  const agentParts = "kuma-agent.cdx.json";
  const ofAgent = JSON.parse(await readFile(join(dirname(agentBundle()), agentParts), "utf8"));
  const own = await tidyParts(join(next, "kuma.cdx.json"));
  await writeNotices(join(next, "THIRD-PARTY-NOTICES.txt"), [own, ofAgent]);
  // The texts of the licences are in the notices.
  await writeFile(join(next, "kuma.cdx.json"), withoutTexts(own));
  await writeFile(join(next, agentParts), withoutTexts(ofAgent));
}

async function sources(folder) {
  const entries = await readdir(join(root, folder), { recursive: true });
  return entries.filter((file) => file.endsWith(".ts")).map((file) => join(folder, file));
}

function agentBundle() {
  return require.resolve("@kumakit/agent/bundle");
}

/** The work of oclif's packager, without its 54 MB: it writes the metadata of all commands, so that none is loaded for help. */
async function writeManifest() {
  const { Plugin } = await import("@oclif/core/config");
  const plugin = new Plugin({ root, type: "core", ignoreManifest: true, errorOnManifestCreate: true });
  await plugin.load();
  // A folder lists its files in any order; the manifest is the same on every machine.
  const commands = Object.entries(plugin.manifest.commands).toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [, command] of commands) {
    command.usage ??= usageOf(command);
    dropDefaults(command);
  }
  const manifest = { ...plugin.manifest, commands: Object.fromEntries(commands) };
  await writeFile(join(root, "oclif.manifest.json"), `${JSON.stringify(manifest)}\n`);
}

function dropDefaults(command) {
  for (const part of [command, ...Object.values(command.flags), ...Object.values(command.args)])
    for (const key of defaults) if (part[key] === false || part[key]?.length === 0) delete part[key];
}

/** The first line of a command's help: what has to be given. oclif's own lists every flag, and leaves gaps for some. */
function usageOf({ args, flags, strict }) {
  const more = strict === false ? "..." : "";
  const words = Object.values(args).map((arg) => {
    const word = `${arg.options === undefined ? arg.name.toUpperCase() : arg.options.join("|")}${more}`;
    return arg.required === true ? word : `[${word}]`;
  });
  const required = Object.values(flags).filter((flag) => flag.required === true);
  const given = required.map((flag) => `--${flag.name} ${flag.helpValue ?? "VALUE"}`);
  return ["<%= command.id %>", ...words, ...given, "[flags]"].join(" ");
}
