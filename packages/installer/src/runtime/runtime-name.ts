/**
 * How people choose a way to run the agent: `node` is a process on the host's Node.js, `standalone` one that brings its own,
 * `sh` a script that systemd or cron wakes.
 */
export type RuntimeName = "node" | "standalone" | "sh";
