/**
 * A monitor as the server sent it, with what the server itself once stored and now refuses, or stumbles over, replaced.
 *
 * @param wire - The monitor.
 */
export function mended(wire: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...wire };
  if (result["retryInterval"] === 0) result["retryInterval"] = result["interval"];
  for (const name of ["conditions", "kafkaProducerBrokers", "rabbitmqNodes"]) {
    if (result[name] === null) result[name] = [];
  }
  if (result["kafkaProducerSaslOptions"] === null) result["kafkaProducerSaslOptions"] = { mechanism: "None" };
  return result;
}
