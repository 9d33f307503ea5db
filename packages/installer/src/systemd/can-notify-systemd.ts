import type { Host } from "../hosts/host.ts";

/** Where the service finds it: systemd's own search path for services. */
const places = ["/usr/local/bin", "/usr/bin", "/bin"];

/** Whether services of the host can tell systemd how they are: some distributions leave `systemd-notify` out. */
export async function canNotifySystemd(host: Host): Promise<boolean> {
  for (const place of places) {
    const path = await host.realPath(`${place}/systemd-notify`);
    const info = path === undefined ? undefined : await host.stat(path);
    if (info?.kind === "file" && (info.mode & 0o001) !== 0) return true;
  }
  return false;
}
