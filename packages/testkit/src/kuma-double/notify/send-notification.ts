import { request } from "node:http";

/** The message for a provider; a test has neither monitor nor heartbeat. */
export interface Message {
  readonly msg: string;
  readonly monitor: unknown;
  readonly heartbeat: unknown;
}

/**
 * Sends a message by a notification. Webhooks with a JSON body are really sent; of the other providers the double knows
 * none.
 *
 * @throws Error with the text that the real server sends
 */
export async function sendNotification(config: Readonly<Record<string, unknown>>, message: Message): Promise<string> {
  if (config["type"] !== "webhook") throw new Error("Notification type is not supported");
  const url = config["webhookURL"];
  if (typeof url !== "string")
    throw new Error(`The "url" argument must be of type string. Received ${String(url)} (code=ERR_INVALID_ARG_TYPE)`);
  await post(url, JSON.stringify(message));
  return "Sent Successfully.";
}

function post(url: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers: { "content-type": "application/json" } }, (response) => {
      response.resume();
      response.once("end", () => {
        const { statusCode = 0 } = response;
        if (statusCode >= 200 && statusCode < 300) resolve();
        else reject(new Error(`Request failed with status code ${statusCode} (code=ERR_BAD_REQUEST)`));
      });
    });
    sent.once("error", ({ message, code }: NodeJS.ErrnoException) =>
      reject(new Error(`${message} (code=${String(code)}) - cause: ${message}`)),
    );
    sent.end(body);
  });
}
