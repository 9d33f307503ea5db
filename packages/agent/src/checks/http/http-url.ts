import * as z from "zod";

function problemOf(text: string): string | undefined {
  if (!URL.canParse(text)) return "is not a URL, as in https://shop.example/health";
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return "must start with http:// or https://";
  if (url.username !== "" || url.password !== "") return "must not hold a user or password; there is `login` for that";
  return url.hash === "" ? undefined : "must not hold a #";
}

/** The schema of an address to ask: http or https, no credentials. */
export const httpUrl = z
  .string()
  .max(4096, "must be at most 4096 characters")
  .superRefine((text, context) => {
    const message = problemOf(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
