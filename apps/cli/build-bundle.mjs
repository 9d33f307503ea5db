// Bundles the CLI into dist/: one entry per command, everything shared in chunks, no dependency left to install.
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { checkTypeNames } from "@kumakit/agent/checks";
import { build } from "esbuild";

// @boundaries-ignore the build scripts of two packages share it; it is in no bundle
import { bundledParts, tidyParts, writeNotices } from "../../tools/bundled-parts.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const dist = join(root, "dist");
const next = join(root, "dist-next");
const previous = join(root, "dist-previous");
const require = createRequire(import.meta.url);

/**
 * Parts of oclif that this app has no use for. Its template language fills in two names; whether this is WSL is asked only
 * for updates by oclif.
 */
const deadWeight = {
  name: "dead-weight",
  setup({ onResolve, onLoad }) {
    const contents = {
      ejs: `const named = /<%[-=] *([\\w.]+) *%>/g;
        const valueOf = (from, path) => path.split(".").reduce((value, key) => value[key], from);
        export default { render: (text, from) => text.replace(named, (_, path) => valueOf(from, path)) };`,
      "wsl-utils": "export const isWsl = false;",
    };
    onResolve({ filter: /^(?:ejs|wsl-utils)$/ }, ({ path }) => ({ path, namespace: "dead-weight" }));
    onLoad({ filter: /.*/, namespace: "dead-weight" }, ({ path }) => ({ contents: contents[path] }));
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
    keepNames: true,
    legalComments: "none",
    chunkNames: "chunks/[name]-[hash]",
    // Optional for those who import them, and never used here; together they would be 7 MB.
    // Sources, so that a stale build of a library is never bundled.
    conditions: ["@kumakit/source"],
    external: ["typescript", "ts-node", "tsx", "bufferutil", "utf-8-validate", "@kumakit/agent/bundle"],
    // The dependencies that are CommonJS expect these.
    banner: { js: commonJs },
    plugins: [deadWeight, addCommands, bundledParts("kuma.cdx.json")],
    logLevel: "warning",
  });
}

/** The package holds two bundles: its own, and the agent's. */
async function nameParts() {
  const agentParts = "kuma-agent.cdx.json";
  await copyFile(join(dirname(agentBundle()), agentParts), join(next, agentParts));
  const ofAgent = JSON.parse(await readFile(join(next, agentParts), "utf8"));
  await writeNotices(join(next, "THIRD-PARTY-NOTICES.txt"), [await tidyParts(join(next, "kuma.cdx.json")), ofAgent]);
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
  for (const [, command] of commands) command.usage ??= usageOf(command);
  const manifest = { ...plugin.manifest, commands: Object.fromEntries(commands) };
  await writeFile(join(root, "oclif.manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
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
