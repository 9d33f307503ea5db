import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { packReproducibly } from "../src/pack-reproducibly.ts";
import { checksumLines, publishedPackages, releaseArtefacts } from "../src/release-artefacts.ts";
import { repositoryRoot } from "../src/repository-root.ts";

interface PartsList {
  readonly components: readonly { readonly group?: string; readonly name: string; readonly version?: string }[];
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kumakit-release-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function jsonOf(path: string): unknown {
  return JSON.parse(readFileSync(join(repositoryRoot, path), "utf8"));
}

describe("the packages of a release", () => {
  test("are all but the private ones, and say where their source is", () => {
    const packages = publishedPackages(repositoryRoot);
    expect(packages).toContain("apps/cli");
    expect(packages).not.toContain("packages/testkit");
    const said = packages.map((path) => jsonOf(`${path}/package.json`));
    expect(said).toMatchObject(packages.map((path) => ({ repository: { directory: path }, license: "MIT" })));
  });

  test("packed twice are equal bit by bit, and bring nothing that only developers need", () => {
    const { packageManager } = jsonOf("package.json") as { readonly packageManager: string };
    const packed = ["a", "b"].map((name) => {
      const place = mkdtempSync(join(folder, name));
      packReproducibly(join(repositoryRoot, "packages/text"), packageManager, place);
      return releaseArtefacts(place);
    });
    expect(packed[0]).toEqual(packed[1]);
    expect(packed[0]).toHaveLength(1);
    packReproducibly(join(repositoryRoot, "packages/text"), packageManager, folder);
    const tarball = join(folder, packed[0]?.[0]?.name ?? "");
    const files = execFileSync("tar", ["-tf", tarball], { encoding: "utf8" }).split("\n");
    expect(files).toContain("package/LICENSE");
    expect(files.filter((file) => file.includes("tsbuildinfo"))).toEqual([]);
    expect(execFileSync("tar", ["-xOf", tarball, "package/package.json"], { encoding: "utf8" })).not.toContain("dev");
  }, 60_000);

  test("have checksums that sha256sum takes", () => {
    writeFileSync(join(folder, "one"), "1");
    writeFileSync(join(folder, "two"), "22");
    const artefacts = releaseArtefacts(folder);
    expect(artefacts.map(({ name, bytes }) => [name, bytes])).toEqual([
      ["one", 1],
      ["two", 2],
    ]);
    writeFileSync(join(folder, "SHA256SUMS"), checksumLines(artefacts));
    const said = execFileSync("sha256sum", ["--check", "SHA256SUMS"], { cwd: folder, encoding: "utf8" });
    expect(said).toBe("one: OK\ntwo: OK\n");
  });
});

describe("the work of others in the bundles", () => {
  const lists = ["apps/cli/dist/kuma.cdx.json", "apps/cli/dist/kuma-agent.cdx.json"].map(
    (path) => jsonOf(path) as PartsList,
  );
  const notices = readFileSync(join(repositoryRoot, "apps/cli/dist/THIRD-PARTY-NOTICES.txt"), "utf8");
  const names = lists
    .flatMap(({ components }) => components)
    .filter(({ group }) => group !== "@kumakit")
    .map(({ group, name, version }) => `${group === undefined ? "" : `${group}/`}${name} ${version}`);

  test("is listed by name and version, without modules that are no packages", () => {
    expect(names.filter((name) => name.startsWith("socket.io-client 4"))).toHaveLength(1);
    expect(names.filter((name) => name.startsWith("yaml 2"))).not.toEqual([]);
    expect(names.filter((name) => name.includes("undefined") || name.includes("VirtualComponent"))).toEqual([]);
  });

  test("has its notice, each with a licence", () => {
    const headed = [...notices.matchAll(/^={80}\n(.+)\nLicence: (.+)$/gm)];
    expect(new Set(headed.map(([, name]) => name))).toEqual(new Set(names));
    expect(headed.filter(([, , licence]) => !/MIT|ISC|Apache|BlueOak|BSD/.test(licence ?? ""))).toEqual([]);
  });

  test("holds nothing of oclif that kuma has no use for", () => {
    expect(names.filter((name) => /^(?:ejs|wsl-utils|is-wsl|is-docker|powershell-utils) /.test(name))).toEqual([]);
  });
});

test("workflows pin each action by its commit, and no long-lived token publishes", () => {
  for (const file of ["ci.yml", "release.yml"]) {
    const text = readFileSync(join(repositoryRoot, ".github/workflows", file), "utf8");
    const used = [...text.matchAll(/uses: (\S+)/g)]
      .map(([, action = ""]) => action)
      .filter((action) => !action.startsWith("./"));
    expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(text).not.toContain("NPM_TOKEN");
  }
});

test("the workflow cuts a version by our command, and puts the files where the README fetches them", () => {
  const workflow = readFileSync(join(repositoryRoot, ".github/workflows/release.yml"), "utf8");
  expect(workflow).toContain("version: npm run release:version");
  expect(workflow).toMatch(/gh release create "\$tag" .*dist\/release\/\*/);
  const readme = readFileSync(join(repositoryRoot, "README.md"), "utf8");
  expect(readme).toMatch(/releases\/download\/v\d+\.\d+\.\d+$/m);
  expect(workflow).toContain(`tag="v$(node -p`);
});

test("nothing is published before the whole gate has passed, and only where npm trusts the workflow", () => {
  const { jobs } = parse(readFileSync(join(repositoryRoot, ".github/workflows/release.yml"), "utf8")) as {
    readonly jobs: Readonly<Record<string, { readonly uses?: string; readonly if?: string }>>;
  };
  expect(jobs).toMatchObject({
    gate: { uses: "./.github/workflows/ci.yml" },
    version: { needs: "gate" },
    publish: { needs: "version", environment: "npm", permissions: { "id-token": "write" } },
  });
  // A condition such as always() would run a job although the one before it has failed.
  expect(Object.values(jobs).filter((job) => /always|failure|cancelled/.test(job.if ?? ""))).toEqual([]);
});
