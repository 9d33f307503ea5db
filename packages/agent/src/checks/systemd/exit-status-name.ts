import { constants } from "node:os";

/** The exit codes of systemd itself when it cannot start a program (`man systemd.exec`, "Process exit codes"). */
export const systemdExitNames: Readonly<Record<number, string>> = {
  // The C library's own; others mean what the program likes.
  1: "FAILURE",
  200: "CHDIR",
  201: "NICE",
  202: "FDS",
  203: "EXEC",
  204: "MEMORY",
  205: "LIMITS",
  206: "OOM_ADJUST",
  207: "SIGNAL_MASK",
  208: "STDIN",
  209: "STDOUT",
  210: "CHROOT",
  211: "IOPRIO",
  212: "TIMERSLACK",
  213: "SECUREBITS",
  214: "SETSCHEDULER",
  215: "CPUAFFINITY",
  216: "GROUP",
  217: "USER",
  218: "CAPABILITIES",
  219: "CGROUP",
  220: "SETSID",
  221: "CONFIRM",
  222: "STDERR",
  224: "PAM",
  225: "NETWORK",
  226: "NAMESPACE",
  227: "NO_NEW_PRIVILEGES",
  228: "SECCOMP",
  229: "SELINUX_CONTEXT",
  230: "PERSONALITY",
  231: "APPARMOR_PROFILE",
  232: "ADDRESS_FAMILIES",
  233: "RUNTIME_DIRECTORY",
  235: "CHOWN",
  236: "SMACK_PROCESS_LABEL",
  237: "KEYRING",
  238: "STATE_DIRECTORY",
  239: "CACHE_DIRECTORY",
  240: "LOGS_DIRECTORY",
  241: "CONFIGURATION_DIRECTORY",
  242: "NUMA_POLICY",
  243: "CREDENTIALS",
  245: "BPF",
};

/** An exit code as people read it: `3`, `1/FAILURE`, or `203/EXEC` when it is systemd that could not start the program. */
export function exitCodeName(code: number): string {
  const name = systemdExitNames[code];
  return name === undefined ? String(code) : `${code}/${name}`;
}

/** A signal's name without `SIG`, as `KILL`; its number when the system knows none. */
export function signalName(signal: number): string {
  const known = Object.entries(constants.signals).find(([, number]) => number === signal);
  return known === undefined ? String(signal) : known[0].replace(/^SIG/, "");
}
