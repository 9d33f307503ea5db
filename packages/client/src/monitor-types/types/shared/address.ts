import { number, text } from "../../field-builders.ts";
import { hostnameSchema, portSchema } from "../../field-schemas.ts";

/** The field of a host name or an address. */
export const hostnameField = text("hostname", { schema: hostnameSchema });

/** The field of a port. */
export const portField = number("port", { schema: portSchema });
