import * as Flags from "@oclif/core/flags";

/** The flags of what a status page is to be. */
export const pageFlags = {
  title: Flags.string({ summary: "Its title.", helpValue: "TEXT" }),
  description: Flags.string({ summary: "The text below the title, in Markdown.", helpValue: "TEXT" }),
  footer: Flags.string({ summary: "The text at its end, in Markdown.", helpValue: "TEXT" }),
  theme: Flags.option({ summary: "How it looks.", options: ["auto", "light", "dark"] as const })(),
  "show-tags": Flags.boolean({ summary: "Show the tags of monitors.", allowNo: true }),
  domain: Flags.string({
    summary: "A host at whose root the page is; may be repeated.",
    helpValue: "HOST",
    multiple: true,
    multipleNonGreedy: true,
  }),
  monitors: Flags.string({
    summary:
      "A group of the page and its monitors, with commas between what names them, such as Web=shop,tag:env=prod; may be repeated.",
    helpValue: "GROUP=MONITORS",
    multiple: true,
    multipleNonGreedy: true,
  }),
};

/** The values of {@link pageFlags}. */
export interface PageFlags {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly footer?: string | undefined;
  readonly theme?: "auto" | "light" | "dark" | undefined;
  readonly "show-tags"?: boolean | undefined;
  readonly domain?: readonly string[] | undefined;
  readonly monitors?: readonly string[] | undefined;
}
