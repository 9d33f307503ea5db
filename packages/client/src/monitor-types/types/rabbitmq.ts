import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { number, someText, text, texts } from "../field-builders.ts";
import { urlSchema } from "../field-schemas.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";

/** The settings of a new RabbitMQ monitor. */
export interface RabbitmqMonitorInput extends CommonMonitorInput {
  /** UP when a node of a cluster is healthy. */
  readonly type: "rabbitmq";
  /** The management URLs of the nodes, such as `https://node1.example.com:15672`. */
  readonly rabbitmqNodes: readonly string[];
  /** The user. */
  readonly rabbitmqUsername: string;
  /** The password; a secret. */
  readonly rabbitmqPassword: string;
  /** Seconds until a node is given up. @defaultValue 80 % of the interval */
  readonly timeout?: number | undefined;
}

/** A monitor that asks the management of RabbitMQ. */
export const rabbitmqMonitorType = defineMonitorType<RabbitmqMonitorInput>({
  type: "rabbitmq",
  title: "RabbitMQ",
  summary: "Asks the nodes of a RabbitMQ cluster, and is UP when one is healthy.",
  since: "2.0",
  fields: {
    rabbitmqNodes: texts("rabbitmqNodes", { item: urlSchema("http", "https") }),
    rabbitmqUsername: someText("rabbitmqUsername"),
    rabbitmqPassword: text("rabbitmqPassword", { isSecret: true }),
    timeout: optional(number("timeout")),
  },
  check: ({ rabbitmqNodes }) => (rabbitmqNodes?.length === 0 ? ["rabbitmqNodes", "must not be empty"] : undefined),
  example: {
    type: "rabbitmq",
    name: "message broker",
    rabbitmqNodes: ["http://127.0.0.1:15672"],
    rabbitmqUsername: "monitor",
    rabbitmqPassword: "secret",
  },
});
