import * as z from "zod";
import { didYouMean } from "../config/did-you-mean.ts";
import type { ListedContainer } from "./container-state.ts";

/** The schema of a container's name; `*` and `?` stand for any characters and for one. */
export const containerName = z
  .string()
  .max(255, "must be at most 255 characters")
  .regex(/^[\w.*?-]+$/, "must be the name of a container; * and ? may stand for what is left open");

/** The schema of a label: `key` or `key=value`. */
export const containerLabel = z
  .string()
  .max(1000, "must be at most 1000 characters")
  .regex(/^[^\p{Cc}=]+(?:=[^\p{Cc}]*)?$/u, "must be key or key=value");

/** Which containers a check looks at; all when neither is set. */
export interface ContainerChoice {
  readonly names?: readonly string[];
  readonly label?: string;
}

/** What a choice means at present. */
export interface ChosenContainers {
  readonly containers: readonly ListedContainer[];
  /** What nothing answers to, as messages say it. */
  readonly missing: readonly string[];
}

function matcher(glob: string): (name: string) => boolean {
  if (!/[*?]/.test(glob)) return (name) => name === glob;
  // Runs of stars mean one, and would make the search slow.
  const source = glob.replace(/\*+/g, "*").replace(/[.*?-]/g, (c) => ({ "*": ".*", "?": "." })[c] ?? `\\${c}`);
  const pattern = new RegExp(`^${source}$`);
  return (name) => pattern.test(name);
}

function hasLabel({ labels }: ListedContainer, label: string): boolean {
  const [key = "", ...value] = label.split("=");
  return Object.hasOwn(labels, key) && (value.length === 0 || labels[key] === value.join("="));
}

/**
 * Chooses the containers that a check looks at.
 *
 * @param all - what the engine has
 * @param choice - by names and by label; a container must fit both
 */
export function chooseContainers(all: readonly ListedContainer[], { names, label }: ContainerChoice): ChosenContainers {
  const labelled = label === undefined ? all : all.filter((container) => hasLabel(container, label));
  const noneWithLabel = label !== undefined && labelled.length === 0 ? [`no container has the label ${label}`] : [];
  if (names === undefined) return { containers: labelled, missing: noneWithLabel };
  const wanted = names.map((name) => ({ name, fits: matcher(name) }));
  return {
    containers: labelled.filter(({ name }) => wanted.some(({ fits }) => fits(name))),
    missing: wanted
      .filter(({ fits }) => !labelled.some(({ name }) => fits(name)))
      .map(({ name }) => {
        const meant = didYouMean(
          name,
          labelled.map((container) => container.name),
        );
        return `there is no container ${name}${meant === undefined ? "" : `, did you mean "${meant}"?`}`;
      }),
  };
}
