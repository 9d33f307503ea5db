import { connect, isKumaError, passwordAuth } from "@kumakit/client";

const { KUMA_URL: url = "http://localhost:3001", KUMA_USERNAME: username, KUMA_PASSWORD: password } = process.env;
const client = await connect({ url, auth: passwordAuth({ username, password }) });
const { notifications } = client;

const chat = await notifications.create({ type: "webhook", name: "ops chat", webhookURL: process.env.HOOK_URL });
await notifications.test(chat.id);
await notifications.setDefault(chat.id, true);

const monitor = await client.monitors.create({ type: "push", name: "nightly backup", notificationIds: [] });
await notifications.attach(monitor.id, chat.id);
console.log((await client.monitors.get(monitor.id)).notificationIds.includes(chat.id));

try {
  await notifications.create({ type: "telegram", name: "chat", telegramBotTokn: "1:a", telegramChatID: "-1" });
} catch (error) {
  if (!isKumaError(error)) throw error;
  console.log(error.message); // telegramBotTokn: Telegram has no such field; did you mean "telegramBotToken"?
}

await client.monitors.delete(monitor.id);
await notifications.delete(chat.id);
await client.close();
