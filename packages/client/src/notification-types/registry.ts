import { alertNowNotificationType } from "./alert-now.ts";
import { alertaNotificationType } from "./alerta.ts";
import { aliyunSmsNotificationType } from "./aliyun-sms.ts";
import { appriseNotificationType } from "./apprise.ts";
import { baleNotificationType } from "./bale.ts";
import { barkNotificationType } from "./bark.ts";
import { bearSmsNotificationType } from "./bear-sms.ts";
import { bitrix24NotificationType } from "./bitrix24.ts";
import { brevoNotificationType } from "./brevo.ts";
import { callMeBotNotificationType } from "./call-me-bot.ts";
import { cellsyntNotificationType } from "./cellsynt.ts";
import { clickSendSmsNotificationType } from "./click-send-sms.ts";
import { clickUpNotificationType } from "./click-up.ts";
import { dingDingNotificationType } from "./ding-ding.ts";
import { discordNotificationType } from "./discord.ts";
import { egoSmsNotificationType } from "./ego-sms.ts";
import { elksNotificationType } from "./elks.ts";
import { evolutionNotificationType } from "./evolution.ts";
import { feishuNotificationType } from "./feishu.ts";
import { flashDutyNotificationType } from "./flash-duty.ts";
import { flowtriqNotificationType } from "./flowtriq.ts";
import { fluxerNotificationType } from "./fluxer.ts";
import { freeMobileNotificationType } from "./free-mobile.ts";
import { goAlertNotificationType } from "./go-alert.ts";
import { googleChatNotificationType } from "./google-chat.ts";
import { googleSheetsNotificationType } from "./google-sheets.ts";
import { gorushNotificationType } from "./gorush.ts";
import { gotifyNotificationType } from "./gotify.ts";
import { grafanaOncallNotificationType } from "./grafana-oncall.ts";
import { gtxMessagingNotificationType } from "./gtx-messaging.ts";
import { haloPsaNotificationType } from "./halo-psa.ts";
import { heiiOnCallNotificationType } from "./heii-on-call.ts";
import { homeAssistantNotificationType } from "./home-assistant.ts";
import { jiraServiceManagementNotificationType } from "./jira-service-management.ts";
import { keepNotificationType } from "./keep.ts";
import { kookNotificationType } from "./kook.ts";
import { lineNotificationType } from "./line.ts";
import { lineNotifyNotificationType } from "./line-notify.ts";
import { lunaseaNotificationType } from "./lunasea.ts";
import { matrixNotificationType } from "./matrix.ts";
import { mattermostNotificationType } from "./mattermost.ts";
import { maxNotificationType } from "./max.ts";
import { milkyNotificationType } from "./milky.ts";
import { nextcloudTalkNotificationType } from "./nextcloud-talk.ts";
import { nostrNotificationType } from "./nostr.ts";
import { notiferyNotificationType } from "./notifery.ts";
import { ntfyNotificationType } from "./ntfy.ts";
import { octopushNotificationType } from "./octopush.ts";
import { oneBotNotificationType } from "./one-bot.ts";
import { oneChatNotificationType } from "./one-chat.ts";
import { onesenderNotificationType } from "./onesender.ts";
import { ooredooNotificationType } from "./ooredoo.ts";
import { openwaNotificationType } from "./openwa.ts";
import { opsgenieNotificationType } from "./opsgenie.ts";
import { pagerDutyNotificationType } from "./pager-duty.ts";
import { pagerTreeNotificationType } from "./pager-tree.ts";
import { pingletNotificationType } from "./pinglet.ts";
import { plivoNotificationType } from "./plivo.ts";
import { promoSmsNotificationType } from "./promo-sms.ts";
import { pumbleNotificationType } from "./pumble.ts";
import { pushByTechulusNotificationType } from "./push-by-techulus.ts";
import { pushDeerNotificationType } from "./push-deer.ts";
import { pushPlusNotificationType } from "./push-plus.ts";
import { pushbulletNotificationType } from "./pushbullet.ts";
import { pushoverNotificationType } from "./pushover.ts";
import { pushyNotificationType } from "./pushy.ts";
import { resendNotificationType } from "./resend.ts";
import { rocketChatNotificationType } from "./rocket-chat.ts";
import { sendGridNotificationType } from "./send-grid.ts";
import { serverChanNotificationType } from "./server-chan.ts";
import { serwerSmsNotificationType } from "./serwer-sms.ts";
import { sevenIoNotificationType } from "./seven-io.ts";
import { signalNotificationType } from "./signal.ts";
import { signl4NotificationType } from "./signl4.ts";
import { slackNotificationType } from "./slack.ts";
import { smsEagleNotificationType } from "./sms-eagle.ts";
import { smsGatewayNotificationType } from "./sms-gateway.ts";
import { smsIrNotificationType } from "./sms-ir.ts";
import { smsManagerNotificationType } from "./sms-manager.ts";
import { smsPartnerNotificationType } from "./sms-partner.ts";
import { smsPlanetNotificationType } from "./sms-planet.ts";
import { smscNotificationType } from "./smsc.ts";
import { smtpNotificationType } from "./smtp.ts";
import { splunkNotificationType } from "./splunk.ts";
import { spugPushNotificationType } from "./spug-push.ts";
import { squadcastNotificationType } from "./squadcast.ts";
import { stackfieldNotificationType } from "./stackfield.ts";
import { teamsNotificationType } from "./teams.ts";
import { telegramNotificationType } from "./telegram.ts";
import { telnyxNotificationType } from "./telnyx.ts";
import { teltonikaNotificationType } from "./teltonika.ts";
import { threemaNotificationType } from "./threema.ts";
import { turboSmtpNotificationType } from "./turbo-smtp.ts";
import { twilioNotificationType } from "./twilio.ts";
import { vkNotificationType } from "./vk.ts";
import { vkTeamsNotificationType } from "./vk-teams.ts";
import { wahaNotificationType } from "./waha.ts";
import { weComNotificationType } from "./we-com.ts";
import { webhookNotificationType } from "./webhook.ts";
import { webpushNotificationType } from "./webpush.ts";
import { whapiNotificationType } from "./whapi.ts";
import { whatsapp360MessengerNotificationType } from "./whatsapp-360-messenger.ts";
import { wpushNotificationType } from "./wpush.ts";
import { wxPusherNotificationType } from "./wx-pusher.ts";
import { yzjNotificationType } from "./yzj.ts";
import { zohoCliqNotificationType } from "./zoho-cliq.ts";
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
