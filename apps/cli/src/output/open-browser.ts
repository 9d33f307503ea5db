import { spawn } from "node:child_process";

/** How each system opens an address in the person's browser. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [program: string, ...args: string[]]>>> = {
  darwin: ["open"],
  linux: ["xdg-open"],
  freebsd: ["xdg-open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Opens an address in the browser, where somebody looks at a desktop. @returns whether it was started */
export async function openBrowser(url: string): Promise<boolean> {
  const opener = OPENERS[process.platform];
  if (opener === undefined || !process.stdout.isTTY || !hasDesktop()) return false;
  const [program, ...args] = opener;
  return new Promise((resolve) => {
    const child = spawn(program, [...args, url], {
      stdio: "ignore",
      detached: true,
      env: process.env,
    });
    child.on("error", () => resolve(false));
    child.on("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}

function hasDesktop(): boolean {
  if (process.platform === "darwin" || process.platform === "win32") return true;
  return Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"] ?? process.env["BROWSER"]);
}
