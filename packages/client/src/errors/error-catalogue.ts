/** The fixed parts of a kind of failure. */
export interface ErrorDescription {
  /** What the code means, in one line. */
  readonly title: string;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly isRetryable: boolean;
  /** The next step for a person; `null` when there is none that always holds. */
  readonly hint: string | null;
}

function describe(title: string, isRetryable: boolean, hint: string | null): ErrorDescription {
  return { title, isRetryable, hint };
}

const urlHint = "Check the URL: it is the one that opens Uptime Kuma in a browser, without /dashboard.";

/** Every code that an error of this package can carry, with what it means, whether trying again helps, and the next step. */
export const errorCatalogue = {
  KUMA_CONNECTION_DNS: describe(
    "The host name has no address.",
    true,
    "Check the spelling of the host name and the DNS of this machine.",
  ),
  KUMA_CONNECTION_REFUSED: describe(
    "Nothing listens on that port.",
    true,
    "Check that Uptime Kuma is running, and its port (3001 unless it was changed).",
  ),
  KUMA_CONNECTION_UNREACHABLE: describe(
    "The host cannot be reached.",
    true,
    "Check the network, the VPN and the firewall between this machine and the server.",
  ),
  KUMA_CONNECTION_TLS: describe(
    "No trusted TLS connection could be made.",
    false,
    "Give the certificate authority that signed the server's certificate, or check whether the URL should start with http://.",
  ),
  KUMA_CONNECTION_NOT_KUMA: describe("Something else than Uptime Kuma answers there.", false, urlHint),
  KUMA_CONNECTION_HTTP: describe(
    "A proxy or web server in front answered with an error.",
    true,
    "Look at the reverse proxy: it must pass /socket.io/ on, and may need an extra header.",
  ),
  KUMA_CONNECTION_LOST: describe("The connection was lost.", true, "The server may be restarting; try again."),
  KUMA_CONNECTION_CLOSED: describe("The client was closed.", false, null),
  KUMA_TIMEOUT_CONNECT: describe(
    "The server did not answer in time.",
    true,
    "Check the URL, and that no firewall swallows the packets.",
  ),
  KUMA_TIMEOUT_CALL: describe(
    "The server did not answer a request in time.",
    true,
    "The server may be busy or may not know the request; look at the state before trying again.",
  ),
  KUMA_AUTH_INVALID_CREDENTIALS: describe(
    "The username or the password is wrong.",
    false,
    "Log in with the account of the Uptime Kuma web page; upper and lower case matter.",
  ),
  KUMA_AUTH_TOTP_REQUIRED: describe(
    "The account uses two-factor authentication.",
    false,
    "Give the six-digit code of the authenticator app.",
  ),
  KUMA_AUTH_TOTP_INVALID: describe(
    "The two-factor code was refused.",
    false,
    "Each code works once: wait for the next one, and check the clock of the device that makes it.",
  ),
  KUMA_AUTH_RATE_LIMITED: describe(
    "Too many log-ins.",
    true,
    "The server takes 20 log-ins a minute from everybody together: wait a minute, and reuse the session token.",
  ),
  KUMA_AUTH_SESSION_INVALID: describe(
    "The session token is not valid any more.",
    false,
    "Log in again; a changed password ends every session.",
  ),
  KUMA_AUTH_REQUIRED: describe("The server wants a log-in.", false, "Log in first."),
  KUMA_AUTH_API_KEY: describe(
    "An API key was given.",
    false,
    "Uptime Kuma's API keys only open /metrics; log in with the username and the password of the web page.",
  ),
  KUMA_AUTH_REFUSED: describe("The server refused the log-in.", false, null),
  KUMA_NOT_FOUND: describe("The server has no such thing.", false, null),
  KUMA_REJECTED: describe("The server refused the request.", false, null),
  KUMA_VALIDATION: describe("The input was refused before it was sent.", false, null),
  KUMA_UNSUPPORTED: describe("This version of the server cannot do that.", false, "Update the server."),
  KUMA_SETUP_FIRST_USER: describe(
    "The server has no user yet.",
    false,
    "Open its URL in a browser and make the first account, or let the first-user set-up do it.",
  ),
  KUMA_SETUP_DATABASE: describe(
    "The server still waits for its database to be chosen.",
    false,
    "Open its URL in a browser and choose the database, or start it with UPTIME_KUMA_DB_TYPE=sqlite.",
  ),
  KUMA_PROTOCOL: describe(
    "The server said something that cannot be understood.",
    false,
    "The server may be newer than this client.",
  ),
  KUMA_CONFLICT: describe(
    "Others changed the same thing at the same time, and the change did not stay.",
    true,
    "Look at what is there, and try again when nobody else is at it.",
  ),
  KUMA_PARTIAL: describe(
    "Not everything could be done.",
    false,
    "What was made stays. Mend the cause, and make the same call again with skipExisting.",
  ),
  KUMA_ABORTED: describe("The call was stopped by its caller.", false, null),
} as const satisfies Readonly<Record<string, ErrorDescription>>;

/** A stable name of a kind of failure. */
export type KumaErrorCode = keyof typeof errorCatalogue;
