/** The message that a flag's parser threw, out of what oclif wraps around it. */
export function withoutParserNoise(message: string): string {
  return /^Parsing --[\w-]+ \n\t([\s\S]*)\nSee more help with --help$/.exec(message)?.[1] ?? message;
}
