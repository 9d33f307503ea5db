import { printable } from "@kumakit/text";

import { shorten } from "./fit-text.ts";
import { styled } from "./theme.ts";
import { fitForStream, write } from "./write.ts";

/** A line on stderr that says what is going on just now. */
export interface Progress {
  /** Changes the line. */
  update(text: string): void;
  /** Takes the line away; with a text, leaves that in its place. */
  stop(lastLine?: string): void;
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_TIME = 100;

/** No line at all, but for a last one: for pipes, `--quiet` and `--json`. */
export const SILENT_PROGRESS: Progress = { update: () => {}, stop: () => {} };

/** A line that moves where stderr is a terminal; elsewhere only the last line is written, when there is one. */
export function startProgress(text: string): Progress {
  const stream = process.stderr;
  if (!stream.isTTY || process.env["TERM"] === "dumb") return stillProgress();
  let shown = text;
  let frame = 0;
  const draw = (): void => {
    const mark = styled("faint", FRAMES[frame++ % FRAMES.length] ?? "", stream);
    stream.write(`\r\u001b[K${mark} ${shorten(printable(shown), Math.max(1, stream.columns - 3))}`);
  };
  draw();
  const timer = setInterval(draw, FRAME_TIME).unref();
  return {
    update: (next) => {
      shown = next;
    },
    stop: (lastLine) => {
      clearInterval(timer);
      stream.write(lastLine === undefined ? "\r\u001b[K" : `\r\u001b[K${fitForStream(lastLine, stream)}\n`);
    },
  };
}

function stillProgress(): Progress {
  return {
    update: () => {},
    stop: (lastLine) => {
      if (lastLine !== undefined) write(`${lastLine}\n`, process.stderr);
    },
  };
}
