// A separate module: the bundler would give a dynamic import of the CommonJS module no named exports.
export { run } from "@oclif/core/run";
