import * as z from "zod";
import { objectOf, textOf } from "../../from-wire.ts";
import type { OptionalField } from "../../monitor-field.ts";

/** No authentication at Kafka. */
export interface KafkaNoSasl {
  /** The mechanism. */
  readonly mechanism: "None";
}

/** A user and a password at Kafka. */
export interface KafkaPasswordSasl {
  /** The mechanism. */
  readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
  /** The user. */
  readonly username: string;
  /** The password; a secret. */
  readonly password: string;
}

/** A key of Amazon Web Services at Kafka. */
export interface KafkaAwsSasl {
  /** The mechanism. */
  readonly mechanism: "aws";
  /** The `UserId` or `RoleId`. */
  readonly authorizationIdentity: string;
  /** The key's id. */
  readonly accessKeyId: string;
  /** The key; a secret. */
  readonly secretAccessKey: string;
  /** The session's token; a secret. */
  readonly sessionToken?: string | undefined;
}

/** How the server authenticates itself at Kafka. */
export type KafkaSaslOptions = KafkaNoSasl | KafkaPasswordSasl | KafkaAwsSasl;

const schema: z.ZodType<KafkaSaslOptions> = z.discriminatedUnion("mechanism", [
  z.strictObject({ mechanism: z.literal("None") }),
  z.strictObject({
    mechanism: z.enum(["plain", "scram-sha-256", "scram-sha-512"]),
    username: z.string(),
    password: z.string(),
  }),
  z.strictObject({
    mechanism: z.literal("aws"),
    authorizationIdentity: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    sessionToken: z.string().optional(),
  }),
]);

/** The field of a Kafka monitor's authentication. */
export const kafkaSaslField: OptionalField<KafkaSaslOptions> = {
  schema,
  isOptional: true,
  isSecret: true,
  wire: ["kafkaProducerSaslOptions"],
  write: (value) => ({ kafkaProducerSaslOptions: value }),
  read: (raw) => {
    const value = objectOf(raw["kafkaProducerSaslOptions"]);
    const mechanism = textOf(value?.["mechanism"]) || "None";
    return { ...value, mechanism } as KafkaSaslOptions;
  },
};
