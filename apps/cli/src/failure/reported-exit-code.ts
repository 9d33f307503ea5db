/** The exit code of a command that has reported its failure itself, or shown its help. */
export function reportedExitCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIT" || !("oclif" in error))
    return undefined;
  const { oclif } = error;
  return typeof oclif === "object" && oclif !== null && "exit" in oclif ? Number(oclif.exit) : undefined;
}
