import type { Socket } from "socket.io";

/**
 * Damage that a bad network does to the packets of a good server: the double itself goes on as ever. A real server
 * behind such a network looks the same.
 */
export type TransportFault =
  /** Acknowledgements of these calls get lost on their way; the calls are carried out. */
  | { readonly kind: "loseAnswers"; readonly events: readonly string[] }
  /** Acknowledgements of these calls take so many ms longer. */
  | { readonly kind: "delayAnswers"; readonly events: readonly string[]; readonly delay: number }
  /** The connection breaks after so many packets to a client; each connection counts for itself. */
  | { readonly kind: "cutAfter"; readonly packets: number };

/** Lets a connection suffer from what is set at the moment. */
export function sufferFrom(socket: Socket, current: () => TransportFault | undefined): void {
  let sent = 0;
  const cutWhenDue = (): void => {
    const fault = current();
    sent += 1;
    if (fault?.kind === "cutAfter" && sent >= fault.packets) socket.conn.close(true);
  };
  socket.conn.on("packetCreate", cutWhenDue);
  socket.use((packet, next) => {
    const [event] = packet;
    const fault = current();
    const last: unknown = packet.at(-1);
    if (typeof last === "function" && fault !== undefined && "events" in fault && fault.events.includes(event))
      packet[packet.length - 1] = delayed(last as Acknowledge, fault);
    next();
  });
}

type Acknowledge = (...answers: unknown[]) => void;

function delayed(acknowledge: Acknowledge, fault: TransportFault): Acknowledge {
  return (...answers) => {
    if (fault.kind === "delayAnswers") setTimeout(() => acknowledge(...answers), fault.delay).unref();
  };
}
