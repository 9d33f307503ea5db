#!/usr/bin/env node
// Runs on any Node, however old: nothing but ES2015 before the version is known to be good enough.
import * as fs from "node:fs";
import * as module from "node:module";

const argument = process.argv[2];
const [major, minor] = process.versions.node.split(".").map(Number);
const isSupported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;

if (!isSupported) {
  console.error(`kuma needs Node.js 20.19 or newer (22.12 or newer on the 22 line); this is ${process.version}.`);
  process.exitCode = 1;
} else if (process.argv.length === 3 && (argument === "--version" || argument === "-v")) {
  const { name, version } = JSON.parse(fs.readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  console.log(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}`);
} else {
  if (module.enableCompileCache !== undefined) module.enableCompileCache();
  const { main } = await import("../dist/main.js");
  await main(process.argv.slice(2));
}
