import * as z from "zod";

function problemOf(text: string): string | undefined {
  if (!URL.canParse(text)) return "is not a URL, as in https://status.example.org";
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return "must start with http:// or https://";
  if (url.username !== "" || url.password !== "") {
    return "must not hold a user or password; put an Authorization header into server.headers";
  }
  if (url.search !== "" || url.hash !== "") return "must end with the path: no ? and no #";
  return undefined;
}

/** The schema of the server's address: http or https, a base path is kept, no credentials and no query. */
export const serverUrl = z
  .string()
  // The push URL has to stay below 8 kB, whatever the message is.
  .max(1000, "must be at most 1000 characters")
  .superRefine((text, context) => {
    const message = problemOf(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
