const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ELOOP: "it is a link, and no link is followed there",
  ENOTFILE: "it is not a plain file",
  ENOTDIR: "a part of its path is not a folder",
};

/**
 * Says why a file cannot be used, without its path: a part of a sentence, such as `there is no such file`.
 *
 * @param error - from the file system; its `code` decides. One without words here is said by the code itself
 */
export function explainFileFailure(error: unknown): string {
  const { code } = Object(error) as { readonly code?: string };
  return reasons[code ?? ""] ?? code ?? String(error);
}
