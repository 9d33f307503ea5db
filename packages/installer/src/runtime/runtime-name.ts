/** How people choose a way to run the agent: `node` is a process on Node.js, `sh` a script that systemd wakes. */
export type RuntimeName = "node" | "sh";
