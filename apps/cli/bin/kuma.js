#!/usr/bin/env node
// Runs on any Node, however old: nothing but ES2015 before the version is known to be good enough. CommonJS, because Node starts
// it sooner.
const argument = process.argv[2];
const [major, minor] = process.versions.node.split(".").map(Number);
const isSupported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;

if (!isSupported) {
  console.error(`kuma needs Node.js 20.19 or newer (22.12 or newer on the 22 line); this is ${process.version}.`);
  process.exitCode = 1;
} else if (process.argv.length === 3 && (argument === "--version" || argument === "-v")) {
  const { name, version } = require("../package.json");
  console.log(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}`);
} else {
  const { enableCompileCache } = require("node:module");
  if (enableCompileCache !== undefined) enableCompileCache();
  void import("../dist/main.js").then(({ main }) => main(process.argv.slice(2)));
}
