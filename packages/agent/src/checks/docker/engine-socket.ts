import { existsSync } from "node:fs";

/** The sockets that are tried when the config names none, in this order. */
function usualSockets(): readonly string[] {
  const runtimeFolder = process.env["XDG_RUNTIME_DIR"];
  return [
    "/var/run/docker.sock",
    "/run/podman/podman.sock",
    ...(runtimeFolder?.startsWith("/") === true
      ? [`${runtimeFolder}/docker.sock`, `${runtimeFolder}/podman/podman.sock`]
      : []),
  ];
}

/**
 * The socket to ask: the configured one, else the first usual one that exists.
 *
 * @param configured - by the config
 */
export function engineSocket(configured: string | undefined): string {
  if (configured !== undefined) return configured;
  const usual = usualSockets();
  return usual.find((socket) => existsSync(socket)) ?? usual[0] ?? "";
}
