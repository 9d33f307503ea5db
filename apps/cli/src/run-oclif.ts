// A module of its own: the bundler would give a dynamic import of the CommonJS module no named exports.
export { run } from "@oclif/core/run";
