import type { Socket } from "socket.io-client";

// Protected in its types.
const upgrading = "upgrading";

/**
 * Ends a connection whose change from long polling to a WebSocket was cut in the middle. engine.io-client has stopped
 * polling by then, and does not begin again: nothing would come or go for 45 s. It connects again at once, and stays
 * with long polling.
 */
export function endAfterFailedUpgrade(socket: Socket): void {
  const manager = socket.io;
  manager.on("open", () => {
    const { engine } = manager;
    engine.on("upgradeError", () => {
      // Before that, polling goes on as if nobody had tried.
      if (Reflect.get(engine, upgrading) !== true) return;
      manager.opts.upgrade = false;
      // Either would make it wait for the upgrade before it closes.
      Reflect.set(engine, upgrading, false);
      engine.writeBuffer.length = 0;
      engine.close();
    });
  });
}
