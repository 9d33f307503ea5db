import { fitForStream } from "./write.ts";

/** A screen that is drawn again whenever something changes. */
export interface LiveScreen {
  draw(text: string): void;
  /** Gives the terminal back, and leaves the last text on it. */
  close(): void;
}

/** Takes the terminal's other screen. Elsewhere each text is written below the one before, when it differs. */
export function openLiveScreen(stream: NodeJS.WriteStream): LiveScreen {
  let last = "";
  const plain = (text: string): void => void stream.write(`${fitForStream(text, stream)}\n`);
  if (!stream.isTTY || process.env["TERM"] === "dumb") {
    return {
      draw: (text) => {
        if (text !== last) plain(last === "" ? text : `\n${text}`);
        last = text;
      },
      close: () => {},
    };
  }
  stream.write("\u001b[?1049h\u001b[?25l");
  return {
    draw: (text) => {
      last = text;
      const lines = fitForStream(text, stream)
        .split("\n")
        .slice(0, Math.max(1, stream.rows - 1));
      stream.write(`\u001b[H${lines.map((line) => `${line}\u001b[K`).join("\n")}\u001b[J`);
    },
    close: () => {
      stream.write("\u001b[?25h\u001b[?1049l");
      if (last !== "") plain(last);
    },
  };
}
