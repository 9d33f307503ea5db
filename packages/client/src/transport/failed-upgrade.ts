import type { Socket } from "socket.io-client";

// Protected in its types.
const upgrading = "upgrading";

/**
 * Ends a connection whose change from long polling to a WebSocket was cut in the middle. engine.io-client has stopped to poll
 * by then, and does not begin again: nothing would come or go until the connection is given up for silence, 45 s later. It
 * is made anew at once, and stays with long polling.
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
