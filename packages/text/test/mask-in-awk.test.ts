import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findProgram, throughLayer } from "@kumakit/testkit";
import { describeWith } from "@kumakit/testkit/vitest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { maskSecrets, maskSecretsAsAwk } from "../src/index.ts";
import { innocentLines, maskCases } from "./mask-cases.ts";
import { noise, random, templates, word } from "./secret-templates.ts";

const known = "T0kenT0ken";
const awks: readonly (readonly [program: string, ...args: string[]])[] = [
  ["mawk"],
  ["gawk", "--posix"],
  ["busybox", "awk"],
];

let program: string;
beforeAll(async () => {
  program = join(await mkdtemp(join(tmpdir(), "mask-")), "mask.awk");
  const main = `BEGIN { mask_prepare() }\n{ print masked(mask_known($0, "${known}")) }\n`;
  await writeFile(program, maskSecretsAsAwk() + main);
});
afterAll(() => rm(join(program, ".."), { recursive: true }));

async function masked([name = "awk", ...options]: readonly string[], lines: readonly string[]): Promise<string[]> {
  const [command = "awk", ...args] = throughLayer([findProgram(name) ?? name, ...options, "-f", program]);
  const run = promisify(execFile)(command, args, { env: { ...process.env, LC_ALL: "C" }, maxBuffer: 1e8 });
  run.child.stdin?.end(lines.map((line) => `${line}\n`).join(""));
  const { stdout } = await run;
  return stdout.split("\n").slice(0, -1);
}

for (const awk of awks) {
  describeWith([awk[0]], `the masker in ${awk.join(" ")}`, () => {
    test("masks every case as JavaScript does, and no ordinary line", async () => {
      const lines = [...maskCases.map(([text]) => text), ...innocentLines];
      expect(await masked(awk, lines)).toEqual([...maskCases.map(([, text]) => text), ...innocentLines]);
    });

    test("masks 1,000 texts with a secret each as JavaScript does", async () => {
      const next = random(20_261_129);
      const texts = Array.from({ length: 1_000 }, () => {
        const pad = (): string => Array.from({ length: next(4) }, () => noise[next(noise.length)]).join(" ");
        const text = `${pad()} ${(templates[next(templates.length)] ?? String)(word(next, 35))} ${pad()}`;
        return Buffer.from(text.replace(/[\0\r\n]/g, " ")).toString();
      });
      const said = await masked(awk, texts);
      expect(said.map((text, index) => ({ text, given: texts[index] }))).toEqual(
        texts.map((given) => ({ text: maskSecrets(given, [known]), given })),
      );
    }, 120_000);
  });
}
