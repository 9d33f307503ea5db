import type { MonitorStatus } from "../monitors/seen/seen-monitor.ts";
import { styled, type OutputStream, type Style } from "./theme.ts";

/** How a status looks: a symbol and a colour beside the word, never the colour alone. */
const LOOKS: Readonly<Record<MonitorStatus, { readonly symbol: string; readonly style: Style }>> = {
  up: { symbol: "✓", style: "success" },
  down: { symbol: "✗", style: "error" },
  pending: { symbol: "○", style: "warning" },
  maintenance: { symbol: "~", style: "faint" },
  paused: { symbol: "‖", style: "faint" },
};

/** A status as it stands in a text: `✗ down`. */
export function statusText(status: MonitorStatus): string {
  return `${LOOKS[status].symbol} ${status}`;
}

/** The symbol of a status alone. */
export function statusSymbol(status: MonitorStatus): string {
  return LOOKS[status].symbol;
}

/** The style of a status. */
export function statusStyle(status: MonitorStatus): Style {
  return LOOKS[status].style;
}

/** A text in the colour of a status. */
export function inStatusStyle(status: MonitorStatus, text: string, stream: OutputStream): string {
  return styled(LOOKS[status].style, text, stream);
}
