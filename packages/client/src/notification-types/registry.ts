import { alertNowNotificationType } from "./providers/alert-now.ts";
import { alertaNotificationType } from "./providers/alerta.ts";
import { aliyunSmsNotificationType } from "./providers/aliyun-sms.ts";
import { appriseNotificationType } from "./providers/apprise.ts";
import { baleNotificationType } from "./providers/bale.ts";
import { barkNotificationType } from "./providers/bark.ts";
import { bearSmsNotificationType } from "./providers/bear-sms.ts";
import { bitrix24NotificationType } from "./providers/bitrix24.ts";
import { brevoNotificationType } from "./providers/brevo.ts";
import { callMeBotNotificationType } from "./providers/call-me-bot.ts";
import { cellsyntNotificationType } from "./providers/cellsynt.ts";
import { clickSendSmsNotificationType } from "./providers/click-send-sms.ts";
import { clickUpNotificationType } from "./providers/click-up.ts";
import { dingDingNotificationType } from "./providers/ding-ding.ts";
import { discordNotificationType } from "./providers/discord.ts";
import { egoSmsNotificationType } from "./providers/ego-sms.ts";
import { elksNotificationType } from "./providers/elks.ts";
import { evolutionNotificationType } from "./providers/evolution.ts";
import { feishuNotificationType } from "./providers/feishu.ts";
import { flashDutyNotificationType } from "./providers/flash-duty.ts";
import { flowtriqNotificationType } from "./providers/flowtriq.ts";
import { fluxerNotificationType } from "./providers/fluxer.ts";
import { freeMobileNotificationType } from "./providers/free-mobile.ts";
import { goAlertNotificationType } from "./providers/go-alert.ts";
import { googleChatNotificationType } from "./providers/google-chat.ts";
import { googleSheetsNotificationType } from "./providers/google-sheets.ts";
import { gorushNotificationType } from "./providers/gorush.ts";
import { gotifyNotificationType } from "./providers/gotify.ts";
import { grafanaOncallNotificationType } from "./providers/grafana-oncall.ts";
import { gtxMessagingNotificationType } from "./providers/gtx-messaging.ts";
import { haloPsaNotificationType } from "./providers/halo-psa.ts";
import { heiiOnCallNotificationType } from "./providers/heii-on-call.ts";
import { homeAssistantNotificationType } from "./providers/home-assistant.ts";
import { jiraServiceManagementNotificationType } from "./providers/jira-service-management.ts";
import { keepNotificationType } from "./providers/keep.ts";
import { kookNotificationType } from "./providers/kook.ts";
import { lineNotificationType } from "./providers/line.ts";
import { lineNotifyNotificationType } from "./providers/line-notify.ts";
import { lunaseaNotificationType } from "./providers/lunasea.ts";
import { matrixNotificationType } from "./providers/matrix.ts";
import { mattermostNotificationType } from "./providers/mattermost.ts";
import { maxNotificationType } from "./providers/max.ts";
import { milkyNotificationType } from "./providers/milky.ts";
import { nextcloudTalkNotificationType } from "./providers/nextcloud-talk.ts";
import { nostrNotificationType } from "./providers/nostr.ts";
import { notiferyNotificationType } from "./providers/notifery.ts";
import { ntfyNotificationType } from "./providers/ntfy.ts";
import { octopushNotificationType } from "./providers/octopush.ts";
import { oneBotNotificationType } from "./providers/one-bot.ts";
import { oneChatNotificationType } from "./providers/one-chat.ts";
import { onesenderNotificationType } from "./providers/onesender.ts";
import { ooredooNotificationType } from "./providers/ooredoo.ts";
import { openwaNotificationType } from "./providers/openwa.ts";
import { opsgenieNotificationType } from "./providers/opsgenie.ts";
import { pagerDutyNotificationType } from "./providers/pager-duty.ts";
import { pagerTreeNotificationType } from "./providers/pager-tree.ts";
import { pingletNotificationType } from "./providers/pinglet.ts";
import { plivoNotificationType } from "./providers/plivo.ts";
import { promoSmsNotificationType } from "./providers/promo-sms.ts";
import { pumbleNotificationType } from "./providers/pumble.ts";
import { pushByTechulusNotificationType } from "./providers/push-by-techulus.ts";
import { pushDeerNotificationType } from "./providers/push-deer.ts";
import { pushPlusNotificationType } from "./providers/push-plus.ts";
import { pushbulletNotificationType } from "./providers/pushbullet.ts";
import { pushoverNotificationType } from "./providers/pushover.ts";
import { pushyNotificationType } from "./providers/pushy.ts";
import { resendNotificationType } from "./providers/resend.ts";
import { rocketChatNotificationType } from "./providers/rocket-chat.ts";
import { sendGridNotificationType } from "./providers/send-grid.ts";
import { serverChanNotificationType } from "./providers/server-chan.ts";
import { serwerSmsNotificationType } from "./providers/serwer-sms.ts";
import { sevenIoNotificationType } from "./providers/seven-io.ts";
import { signalNotificationType } from "./providers/signal.ts";
import { signl4NotificationType } from "./providers/signl4.ts";
import { slackNotificationType } from "./providers/slack.ts";
import { smsEagleNotificationType } from "./providers/sms-eagle.ts";
import { smsGatewayNotificationType } from "./providers/sms-gateway.ts";
import { smsIrNotificationType } from "./providers/sms-ir.ts";
import { smsManagerNotificationType } from "./providers/sms-manager.ts";
import { smsPartnerNotificationType } from "./providers/sms-partner.ts";
import { smsPlanetNotificationType } from "./providers/sms-planet.ts";
import { smscNotificationType } from "./providers/smsc.ts";
import { smtpNotificationType } from "./providers/smtp.ts";
import { splunkNotificationType } from "./providers/splunk.ts";
import { spugPushNotificationType } from "./providers/spug-push.ts";
import { squadcastNotificationType } from "./providers/squadcast.ts";
import { stackfieldNotificationType } from "./providers/stackfield.ts";
import { teamsNotificationType } from "./providers/teams.ts";
import { telegramNotificationType } from "./providers/telegram.ts";
import { telnyxNotificationType } from "./providers/telnyx.ts";
import { teltonikaNotificationType } from "./providers/teltonika.ts";
import { threemaNotificationType } from "./providers/threema.ts";
import { turboSmtpNotificationType } from "./providers/turbo-smtp.ts";
import { twilioNotificationType } from "./providers/twilio.ts";
import { vkNotificationType } from "./providers/vk.ts";
import { vkTeamsNotificationType } from "./providers/vk-teams.ts";
import { wahaNotificationType } from "./providers/waha.ts";
import { weComNotificationType } from "./providers/we-com.ts";
import { webhookNotificationType } from "./providers/webhook.ts";
import { webpushNotificationType } from "./providers/webpush.ts";
import { whapiNotificationType } from "./providers/whapi.ts";
import { whatsapp360MessengerNotificationType } from "./providers/whatsapp-360-messenger.ts";
import { wpushNotificationType } from "./providers/wpush.ts";
import { wxPusherNotificationType } from "./providers/wx-pusher.ts";
import { yzjNotificationType } from "./providers/yzj.ts";
import { zohoCliqNotificationType } from "./providers/zoho-cliq.ts";
import type { NotificationTypeDefinition } from "./notification-type-definition.ts";

/** Every provider of Uptime Kuma 1.23 to 2.5.3: one file each, and one line here. */
export const notificationTypes: readonly NotificationTypeDefinition[] = [
  alertNowNotificationType,
  alertaNotificationType,
  aliyunSmsNotificationType,
  appriseNotificationType,
  baleNotificationType,
  barkNotificationType,
  bearSmsNotificationType,
  bitrix24NotificationType,
  brevoNotificationType,
  callMeBotNotificationType,
  cellsyntNotificationType,
  clickSendSmsNotificationType,
  clickUpNotificationType,
  dingDingNotificationType,
  discordNotificationType,
  egoSmsNotificationType,
  elksNotificationType,
  evolutionNotificationType,
  feishuNotificationType,
  flashDutyNotificationType,
  flowtriqNotificationType,
  fluxerNotificationType,
  freeMobileNotificationType,
  goAlertNotificationType,
  googleChatNotificationType,
  googleSheetsNotificationType,
  gorushNotificationType,
  gotifyNotificationType,
  grafanaOncallNotificationType,
  gtxMessagingNotificationType,
  haloPsaNotificationType,
  heiiOnCallNotificationType,
  homeAssistantNotificationType,
  jiraServiceManagementNotificationType,
  keepNotificationType,
  kookNotificationType,
  lineNotificationType,
  lineNotifyNotificationType,
  lunaseaNotificationType,
  matrixNotificationType,
  mattermostNotificationType,
  maxNotificationType,
  milkyNotificationType,
  nextcloudTalkNotificationType,
  nostrNotificationType,
  notiferyNotificationType,
  ntfyNotificationType,
  octopushNotificationType,
  oneBotNotificationType,
  oneChatNotificationType,
  onesenderNotificationType,
  ooredooNotificationType,
  openwaNotificationType,
  opsgenieNotificationType,
  pagerDutyNotificationType,
  pagerTreeNotificationType,
  pingletNotificationType,
  plivoNotificationType,
  promoSmsNotificationType,
  pumbleNotificationType,
  pushByTechulusNotificationType,
  pushDeerNotificationType,
  pushPlusNotificationType,
  pushbulletNotificationType,
  pushoverNotificationType,
  pushyNotificationType,
  resendNotificationType,
  rocketChatNotificationType,
  sendGridNotificationType,
  serverChanNotificationType,
  serwerSmsNotificationType,
  sevenIoNotificationType,
  signalNotificationType,
  signl4NotificationType,
  slackNotificationType,
  smsEagleNotificationType,
  smsGatewayNotificationType,
  smsIrNotificationType,
  smsManagerNotificationType,
  smsPartnerNotificationType,
  smsPlanetNotificationType,
  smscNotificationType,
  smtpNotificationType,
  splunkNotificationType,
  spugPushNotificationType,
  squadcastNotificationType,
  stackfieldNotificationType,
  teamsNotificationType,
  telegramNotificationType,
  telnyxNotificationType,
  teltonikaNotificationType,
  threemaNotificationType,
  turboSmtpNotificationType,
  twilioNotificationType,
  vkNotificationType,
  vkTeamsNotificationType,
  wahaNotificationType,
  weComNotificationType,
  webhookNotificationType,
  webpushNotificationType,
  whapiNotificationType,
  whatsapp360MessengerNotificationType,
  wpushNotificationType,
  wxPusherNotificationType,
  yzjNotificationType,
  zohoCliqNotificationType,
];

const byType: ReadonlyMap<string, NotificationTypeDefinition> = new Map(
  notificationTypes.map((definition) => [definition.type, definition]),
);

/**
 * Looks a provider up.
 *
 * @param type - Its name on the wire.
 */
export function findNotificationType(type: string): NotificationTypeDefinition | undefined {
  return byType.get(type);
}
