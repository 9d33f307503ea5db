import { flag } from "../../field-builders.ts";
import { optional } from "../../monitor-field.ts";
import type { MonitorFields } from "../../monitor-type-definition.ts";

/** The warning before the domain of a monitor runs out. */
export interface DomainExpiryInput {
  /**
   * Whether it alerts before the registration of the domain runs out. The server then asks the registries of the
   * Internet. The server's page has this on; a monitor made here has it off by default. Needs 2.1. @defaultValue
   * `false`
   */
  readonly domainExpiryNotification?: boolean | undefined;
}

/** The fields of {@link DomainExpiryInput}. */
export const domainExpiryFields: MonitorFields<DomainExpiryInput> = {
  domainExpiryNotification: optional(flag("domainExpiryNotification", { editableSince: "2.2" })),
};
