// The work of others in a bundle, for the two build scripts: a CycloneDX list, and the notices that licences ask for.
// Plain JavaScript, because the bundles are built before the tools are.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cyclonedxEsbuildPlugin } from "@cyclonedx/cyclonedx-esbuild";

const store = fileURLToPath(new URL("../node_modules/.pnpm", import.meta.url));

/** An esbuild plugin that writes `file`, in the folder of the output, from what esbuild really put into the bundle. */
export function bundledParts(file) {
  const reproducible = { gatherLicenseTexts: true, outputReproducible: true };
  return cyclonedxEsbuildPlugin({ outputFile: file, ...reproducible, logLevel: "silent" });
}

/** Removes modules from a list that are no packages, such as stubs that a plugin of ours made. Returns the list. */
export async function tidyParts(file) {
  const parts = JSON.parse(await readFile(file, "utf8"));
  const refs = new Set(parts.components.filter(({ version }) => version !== undefined).map((part) => part["bom-ref"]));
  refs.add(parts.metadata.component["bom-ref"]);
  parts.components = parts.components.filter((part) => refs.has(part["bom-ref"]));
  parts.dependencies = parts.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn?.filter((part) => refs.has(part)) }));
  await writeFile(file, `${JSON.stringify(parts, null, 1)}\n`);
  return parts;
}

/** A list as text, without the texts of the licences, words on the parts, and addresses but the place of the source. */
export function withoutTexts(parts) {
  const components = parts.components.map(({ externalReferences = [], ...part }) => ({
    ...part,
    // JSON leaves these out.
    evidence: undefined,
    description: undefined,
    author: undefined,
    externalReferences: externalReferences.filter(({ type }) => type === "vcs").map(({ url, type }) => ({ url, type })),
  }));
  return `${JSON.stringify({ ...parts, components })}\n`;
}

/** Writes the notices of all packages in these lists, each once, without those of kumakit. */
export async function writeNotices(file, lists) {
  const notices = new Map();
  for (const part of lists.flatMap(({ components }) => components)) {
    if (part.group === "@kumakit") continue;
    const name = [part.group, part.name].filter(Boolean).join("/");
    notices.set(`${name} ${part.version}`, await noticeOf(name, part));
  }
  const sorted = [...notices].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = sorted.map(([name, notice]) => `${"=".repeat(80)}\n${name}\n${notice}\n`).join("\n");
  await writeFile(file, `kumakit contains these packages of others.\n\n${text}`);
}

async function noticeOf(name, { version, author, licenses = [], evidence }) {
  const by = author === undefined ? "" : `, by ${author}`;
  const declared = licenses.map(({ license, expression }) => expression ?? license.id ?? license.name);
  const found = (evidence?.licenses ?? []).map(({ license: { text } }) => Buffer.from(text.content, text.encoding));
  if (declared.length === 0 && found.length === 0) return ownLicence(name, version);
  return `Licence: ${declared.join(", ")}${by}\n${found.map((text) => `\n${text.toString().trim()}\n`).join("")}`;
}

/** For a package with a second package.json beside its code, which the list takes for the package. */
async function ownLicence(name, version) {
  const copies = await readdir(store);
  const copy = copies.find((entry) => entry.startsWith(`${name.replace("/", "+")}@${version}`));
  const folder = join(store, copy, "node_modules", name);
  const { license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  return `Licence: ${license}\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`;
}
