import * as z from "zod";

function problemOf(text: string, credentials: string): string | undefined {
  if (!URL.canParse(text)) return "is not a URL, as in https://status.example.org";
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return "must start with http:// or https://";
  if (url.username !== "" || url.password !== "") {
    return `must not hold a user or password; ${credentials}`;
  }
  if (url.search !== "" || url.hash !== "") return "must end with the path: no ? and no #";
  return undefined;
}

function httpUrl(credentials: string): z.ZodString {
  return (
    z
      .string()
      // The push URL has to stay below 8 kB, whatever the message is.
      .max(1000, "must be at most 1000 characters")
      .superRefine((text, context) => {
        const message = problemOf(text, credentials);
        if (message !== undefined) context.addIssue({ code: "custom", message });
      })
  );
}

/** The schema of the server's address: http or https, a base path is kept, no credentials and no query. */
export const serverUrl = httpUrl("put an Authorization header into server.headers");

/** The schema of a proxy's address: http or https, no credentials. */
export const proxyUrl = httpUrl("that is what username and passwordFile are for");
