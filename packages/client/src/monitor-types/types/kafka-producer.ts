import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { flag, number, someText, texts } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { kafkaSaslField } from "./shared/kafka-sasl.ts";
import type { KafkaSaslOptions } from "./shared/kafka-sasl.ts";

/** The settings of a new Kafka producer monitor. */
export interface KafkaProducerMonitorInput extends CommonMonitorInput {
  /** UP when a message can be sent to a topic. */
  readonly type: "kafka-producer";
  /** The brokers, such as `kafka1.example.com:9092`. */
  readonly kafkaProducerBrokers: readonly string[];
  /** The topic. */
  readonly kafkaProducerTopic: string;
  /** The message; each check sends it. */
  readonly kafkaProducerMessage: string;
  /** Whether TLS is spoken. @defaultValue `false` */
  readonly kafkaProducerSsl?: boolean | undefined;
  /** Whether the topic is made when it is missing. @defaultValue `false` */
  readonly kafkaProducerAllowAutoTopicCreation?: boolean | undefined;
  /** How the server authenticates itself. @defaultValue `{ mechanism: "None" }` */
  readonly kafkaProducerSaslOptions?: KafkaSaslOptions | undefined;
  /** Seconds for the connection. Needs 2.5. @defaultValue `1` */
  readonly timeout?: number | undefined;
}

/** A monitor that sends a message to Kafka. */
export const kafkaProducerMonitorType = defineMonitorType<KafkaProducerMonitorInput>({
  type: "kafka-producer",
  title: "Kafka producer",
  summary: "Sends a message to a topic, and is UP when it is taken.",
  since: "1.23",
  fields: {
    kafkaProducerBrokers: texts("kafkaProducerBrokers"),
    kafkaProducerTopic: someText("kafkaProducerTopic"),
    kafkaProducerMessage: someText("kafkaProducerMessage"),
    kafkaProducerSsl: optional(flag("kafkaProducerSsl", { editableSince: "1.23.4" })),
    kafkaProducerAllowAutoTopicCreation: optional(flag("kafkaProducerAllowAutoTopicCreation")),
    kafkaProducerSaslOptions: kafkaSaslField,
    timeout: optional(number("timeout", { since: "2.5" })),
  },
  defaults: () => ({ timeout: 1 }),
  check: ({ kafkaProducerBrokers }) =>
    kafkaProducerBrokers?.length === 0 ? ["kafkaProducerBrokers", "must not be empty"] : undefined,
  example: {
    type: "kafka-producer",
    name: "kafka",
    kafkaProducerBrokers: ["127.0.0.1:9092"],
    kafkaProducerTopic: "health",
    kafkaProducerMessage: "hello",
  },
});
