/** Next steps in terms of this program, for errors whose library can only name its options. */
const HINTS: Readonly<Record<string, string>> = {
  KUMA_AUTH_REQUIRED: "kuma login URL",
  KUMA_AUTH_SESSION_INVALID: "kuma login URL (the stored session has ended)",
  KUMA_AUTH_API_KEY: "log in with user name and password: an API key of Uptime Kuma opens its metrics only",
};

/** The hint for an error code, where the CLI knows a better one than the library. */
export function cliHint(code: string): string | undefined {
  return HINTS[code];
}
