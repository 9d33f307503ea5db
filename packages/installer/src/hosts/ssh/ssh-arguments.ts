/** How long a host may take to say that the connection still stands, in seconds, and how often it may miss that. */
export interface Silence {
  readonly interval: number;
  readonly count: number;
}

/**
 * For ssh to connect, to go to the background, and to share the connection at a socket. Who the host is and how one gets
 * there stays with ssh_config; what could do more than connect is off.
 */
export function masterArguments(
  { socket, connectTimeout, silence }: MasterWish,
  { isBatch }: { readonly isBatch: boolean },
): readonly string[] {
  return [
    "-f",
    "-N",
    "-T",
    ...options({
      BatchMode: isBatch ? "yes" : "no",
      ...(isBatch ? { LogLevel: "ERROR" } : {}),
      ControlMaster: "yes",
      ControlPath: socket,
      ControlPersist: "no",
      ConnectTimeout: String(connectTimeout),
      ConnectionAttempts: "1",
      // An agent has some hundred kB of text; as one file with Node.js it has 110 MB, of which 40 are left.
      Compression: "yes",
      ServerAliveInterval: String(silence.interval),
      ServerAliveCountMax: String(silence.count),
      ClearAllForwardings: "yes",
      ForwardAgent: "no",
      ForwardX11: "no",
      PermitLocalCommand: "no",
      RemoteCommand: "none",
    }),
    "--",
  ];
}

/** How a connection is to be made. */
export interface MasterWish {
  /** Its socket will be there. */
  readonly socket: string;
  /** In seconds. */
  readonly connectTimeout: number;
  readonly silence: Silence;
}

/**
 * For ssh to use the connection at a socket, and never to make one: ssh_config is not read, and where the socket is gone
 * it fails. The command follows.
 */
export function sharedConnection(socket: string): readonly string[] {
  const proxy = { ProxyCommand: "false", LogLevel: "ERROR" };
  return ["-F", "none", "-T", ...options({ ControlMaster: "no", ControlPath: socket, ...proxy }), "--", "kuma"];
}

function options(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
}
