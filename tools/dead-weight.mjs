// Parts of libraries that a bundle of ours has no use for, for the two build scripts.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The modules of `yaml`, of which a bundle takes what it needs; those for Node are one block, and larger by a fifth. */
export function leanYaml(buildScript) {
  return join(createRequire(buildScript).resolve("yaml/package.json"), "../browser/index.js");
}

/**
 * The D-Bus library brings XML readers and writers for introspection. The agent sends plain messages and never
 * introspects; only the writer is constructed, with every connection, and never used.
 */
export const unusedXml = {
  "fast-xml-builder": "export default class XMLBuilder {}",
  "fast-xml-parser": "export class XMLParser {}",
};

/**
 * Libraries print what they do where the variable DEBUG asks for it: the address of a proxy with its password, for one.
 * No bundle of ours prints anything for it.
 */
export const noTraces = {
  debug: "const silent = Object.assign(() => {}, { enabled: false }); export default () => silent;",
};

/** An esbuild plugin that takes these texts for modules, by the names of the packages in whose place they stand. */
export function withoutDeadWeight(contents) {
  const names = new RegExp(`^(?:${Object.keys(contents).join("|")})$`);
  return {
    name: "dead-weight",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: names }, ({ path }) => ({ path, namespace: "dead-weight" }));
      onLoad({ filter: /.*/, namespace: "dead-weight" }, ({ path }) => ({ contents: contents[path] }));
    },
  };
}

/** The same for single files of packages, by the end of their path. */
export function withoutFiles(contents) {
  return {
    name: "without-files",
    setup({ onLoad }) {
      for (const [end, text] of Object.entries(contents)) {
        const filter = new RegExp(`/${end.replaceAll(".", String.raw`\.`)}$`);
        onLoad({ filter }, () => ({ contents: text }));
      }
    },
  };
}

/**
 * Each class of the schema library can describe itself as JSON Schema. The agent only checks its settings, so that all of
 * that is left out, but for the sums of checks that the classes need themselves.
 */
export const noJsonSchema = {
  name: "no-json-schema",
  setup({ onLoad }) {
    onLoad({ filter: /\/zod\/v4\/core\/json-schema-processors\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const makers = [...source.matchAll(/^export const (\w+)/gm)];
      const left = makers.map(([, name]) => `export const ${name} = () => {};`);
      const others = "export const toJSONSchema = () => {};";
      return { contents: [source.slice(0, makers[0].index), ...left, others].join("\n") };
    });
    onLoad({ filter: /\/zod\/v4\/core\/to-json-schema\.js$/ }, () => ({
      contents: [
        "initializeContext",
        "handleUnrepresentable",
        "processSchema",
        "extractDefs",
        "finalize",
        "createToJSONSchemaMethod",
        "createStandardJSONSchemaMethod",
      ]
        .map((name) => `export const ${name} = () => {};`)
        .join("\n"),
    }));
  },
};
