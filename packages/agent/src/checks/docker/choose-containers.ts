import { closest } from "@kumakit/text";
import type { ListedContainer } from "./container-state.ts";

/** Which containers a check looks at; all when neither is set. */
export interface ContainerChoice {
  readonly names?: readonly string[];
  readonly label?: string;
}

/** The containers of a choice at present. */
export interface ChosenContainers {
  readonly containers: readonly ListedContainer[];
  /** What nothing answers to, as messages say it. */
  readonly missing: readonly string[];
}

/** Goes back to the last star only, so that no pattern and no name can make it slow. */
function fitsGlob(name: string, glob: string): boolean {
  let at = 0;
  let wanted = 0;
  let star = -1;
  let afterStar = 0;
  while (at < name.length) {
    if (glob[wanted] === "*") {
      star = wanted;
      afterStar = at;
      wanted += 1;
    } else if (glob[wanted] === "?" || glob[wanted] === name[at]) {
      wanted += 1;
      at += 1;
    } else {
      if (star === -1) return false;
      afterStar += 1;
      at = afterStar;
      wanted = star + 1;
    }
  }
  return /^\**$/.test(glob.slice(wanted));
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
  const wanted = names.map((glob) => ({ glob, fits: (name: string) => fitsGlob(name, glob) }));
  return {
    containers: labelled.filter(({ name }) => wanted.some(({ fits }) => fits(name))),
    missing: wanted
      .filter(({ fits }) => !labelled.some(({ name }) => fits(name)))
      .map(({ glob }) => {
        const meant = closest(
          glob,
          labelled.map((container) => container.name),
        );
        return `there is no container ${glob}${meant === undefined ? "" : `, did you mean "${meant}"?`}`;
      }),
  };
}
