// Made from the definitions beside it by `pnpm run docs`: not to be edited.
/* oxlint-disable max-lines -- one interface, made by a program */

/** The fields of each provider of notifications, under the names that Uptime Kuma gives them. */
export interface NotificationFields {
  /** AlertNow; Uptime Kuma 1.23 and later. */
  readonly "AlertNow": {
    /** Address of the integration. */
    readonly alertNowWebhookURL: string;
  };
  /** Alerta; Uptime Kuma 1.23 and later. */
  readonly "alerta": {
    /** Address of Alerta's API. */
    readonly alertaApiEndpoint: string;
    /** API key. */
    readonly alertaApiKey: string;
    /** Environment that the alerts belong to. */
    readonly alertaEnvironment: string;
    /** Severity of a DOWN. */
    readonly alertaAlertState: string;
    /** Severity of an UP. */
    readonly alertaRecoverState: string;
  };
  /** AliyunSMS; Uptime Kuma 1.23 and later. */
  readonly "AliyunSMS": {
    /** Id of the access key. */
    readonly accessKeyId: string;
    /** Secret of the access key. */
    readonly secretAccessKey: string;
    /** Number that gets the message. */
    readonly phonenumber: string;
    /** Signature of the messages. */
    readonly signName: string;
    /** Code of the message template. */
    readonly templateCode: string;
    /** Sends the optional parameters of the template too. Since 2.1. */
    readonly optionalParameters?: boolean | undefined;
  };
  /** Apprise; Uptime Kuma 1.23 and later. */
  readonly "apprise": {
    /** Apprise address, such as `mailto://…`; the `apprise` program must be on the server. */
    readonly appriseURL: string;
    /** Title of the messages. */
    readonly title?: string | undefined;
  };
  /** Bale; Uptime Kuma 2.1 and later. */
  readonly "bale": {
    /** Token of the bot. */
    readonly baleBotToken: string;
    /** Chat that gets the messages. */
    readonly baleChatID: string;
  };
  /** Bark; Uptime Kuma 1.23 and later. */
  readonly "Bark": {
    /** Address of the server, with the device key. */
    readonly barkEndpoint: string;
    /** Group of the messages on the phone. */
    readonly barkGroup?: string | undefined;
    /** Sound on the phone. */
    readonly barkSound?: "alarm" | "anticipate" | "bell" | "birdsong" | "bloom" | "calypso" | "chime" | "choo" | "descent" | "electronic" | "fanfare" | "glass" | "gotosleep" | "healthnotification" | "horn" | "ladder" | "mailsent" | "minuet" | "multiwayinvitation" | "newmail" | "newsflash" | "noir" | "paymentsuccess" | "shake" | "sherwoodforest" | "silence" | "spell" | "suspense" | "telegraph" | "tiptoes" | "typewriters" | "update" | undefined;
    /** Version of Bark's API. Since 2.0. */
    readonly apiVersion?: "v1" | "v2" | undefined;
  };
  /** BearSMS; Uptime Kuma 2.5.1 and later. */
  readonly "bearsms": {
    /** Name of the account. */
    readonly bearsmsUsername: string;
    /** Hash key of the account. */
    readonly bearsmsHashKey: string;
    /** Number that gets the message. */
    readonly bearsmsPhoneNumber: string;
    /** Sender that is shown. */
    readonly bearsmsSenderId?: string | undefined;
  };
  /** Bitrix24; Uptime Kuma 2.0 and later. */
  readonly "Bitrix24": {
    /** Address of the webhook. */
    readonly bitrix24WebhookURL: string;
    /** User who gets the messages. */
    readonly bitrix24UserID: string;
  };
  /** Brevo; Uptime Kuma 2.0 and later. */
  readonly "Brevo": {
    /** API key. */
    readonly brevoApiKey: string;
    /** Address that the mails come from. */
    readonly brevoFromEmail: string;
    /** Name that the mails come from. */
    readonly brevoFromName?: string | undefined;
    /** Addresses that get the mails, separated by commas. */
    readonly brevoToEmail: string;
    /** Addresses that get a copy. */
    readonly brevoCcEmail?: string | undefined;
    /** Addresses that get a hidden copy. */
    readonly brevoBccEmail?: string | undefined;
    /** Subject of the mails. */
    readonly brevoSubject?: string | undefined;
  };
  /** CallMeBot; Uptime Kuma 2.0 and later. */
  readonly "CallMeBot": {
    /** Address that CallMeBot gave, with the phone number and the key. */
    readonly callMeBotEndpoint: string;
  };
  /** Cellsynt; Uptime Kuma 2.0 and later. */
  readonly "Cellsynt": {
    /** Name of the account. */
    readonly cellsyntLogin: string;
    /** Password of the account. */
    readonly cellsyntPassword: string;
    /** Whether the sender is a word or a number. */
    readonly cellsyntOriginatortype: "alpha" | "numeric";
    /** Sender that is shown. */
    readonly cellsyntOriginator: string;
    /** Number that gets the message. */
    readonly cellsyntDestination: string;
    /** Allows messages of several parts. */
    readonly cellsyntAllowLongSMS?: boolean | undefined;
  };
  /** ClickSend SMS; Uptime Kuma 1.23 and later. */
  readonly "clicksendsms": {
    /** Name of the account. */
    readonly clicksendsmsLogin: string;
    /** API key of the account. */
    readonly clicksendsmsPassword: string;
    /** Number that gets the message. */
    readonly clicksendsmsToNumber: string;
    /** Sender that is shown. */
    readonly clicksendsmsSenderName?: string | undefined;
  };
  /** ClickUp; Uptime Kuma 2.5.1 and later. */
  readonly "ClickUp": {
    /** API token. */
    readonly clickupToken: string;
    /** Workspace. */
    readonly clickupWorkspaceId: string;
    /** Channel that gets the messages. */
    readonly clickupChannelId: string;
    /** Leaves the monitor's address out. */
    readonly clickupDisableUrl?: boolean | undefined;
  };
  /** DingTalk; Uptime Kuma 1.23 and later. */
  readonly "DingDing": {
    /** Address of the robot. */
    readonly webHookUrl: string;
    /** Signing secret of the robot. */
    readonly secretKey: string;
    /** Who is mentioned. Since 2.0. */
    readonly mentioning?: "nobody" | "everyone" | "specify-mobiles" | "specify-users" | undefined;
    /** Mobile numbers that are mentioned. Since 2.1. */
    readonly mobileList?: readonly string[] | undefined;
    /** Users who are mentioned. Since 2.1. */
    readonly userList?: readonly string[] | undefined;
  };
  /** Discord; Uptime Kuma 1.23 and later. */
  readonly "discord": {
    /** Address of the channel's webhook. */
    readonly discordWebhookUrl: string;
    /** Name that the messages come from. */
    readonly discordUsername?: string | undefined;
    /** Text before each message. */
    readonly discordPrefixMessage?: string | undefined;
    /** Where a message goes. Since 2.0. */
    readonly discordChannelType?: "channel" | "createNewForumPost" | "postToThread" | undefined;
    /** Name of the forum post. Since 2.0. */
    readonly postName?: string | undefined;
    /** Thread that gets the messages. Since 2.0. */
    readonly threadId?: string | undefined;
    /** Leaves the monitor's address out. Since 2.0. */
    readonly disableUrl?: boolean | undefined;
    /** Shape of the messages. Since 2.1. */
    readonly discordMessageFormat?: "normal" | "minimalist" | "custom" | undefined;
    /** Stored by earlier 2.x for a custom message. Since 2.1. */
    readonly discordUseMessageTemplate?: boolean | undefined;
    /** Liquid template of a custom message. Since 2.1. */
    readonly discordMessageTemplate?: string | undefined;
    /** Sends without a sound. Since 2.1. */
    readonly discordSuppressNotifications?: boolean | undefined;
  };
  /** EgoSMS; Uptime Kuma 2.4 and later. */
  readonly "egosms": {
    /** Name of the account. */
    readonly egosmsUsername: string;
    /** Password of the account. */
    readonly egosmsPassword: string;
    /** Number that gets the message. */
    readonly egosmsPhoneNumber: string;
    /** Sender that is shown. */
    readonly egosmsSender?: string | undefined;
  };
  /** 46elks; Uptime Kuma 2.0 and later. */
  readonly "Elks": {
    /** Name of the API user. */
    readonly elksUsername: string;
    /** Password of the API user. */
    readonly elksAuthToken: string;
    /** Sender that is shown. */
    readonly elksFromNumber: string;
    /** Number that gets the message. */
    readonly elksToNumber: string;
  };
  /** Evolution API; Uptime Kuma 2.0 and later. */
  readonly "evolution": {
    /** Address of the API. */
    readonly evolutionApiUrl?: string | undefined;
    /** Name of the instance. */
    readonly evolutionInstanceName: string;
    /** API key of the instance. */
    readonly evolutionAuthToken: string;
    /** Number or group that gets the messages. */
    readonly evolutionRecipient: string;
    /** Uses the template. Since 2.3. */
    readonly evolutionUseCustomMessage?: boolean | undefined;
    /** Liquid template of the messages. Since 2.3. */
    readonly evolutionCustomMessage?: string | undefined;
  };
  /** Feishu; Uptime Kuma 1.23 and later. */
  readonly "Feishu": {
    /** Address of the bot's webhook. */
    readonly feishuWebHookUrl: string;
  };
  /** FlashDuty; Uptime Kuma 1.23 and later. */
  readonly "FlashDuty": {
    /** Key of the integration, or its whole address. */
    readonly flashdutyIntegrationKey: string;
    /** Severity of a DOWN. */
    readonly flashdutySeverity: "Info" | "Warning" | "Critical";
  };
  /** Flowtriq; Uptime Kuma 2.5 and later. */
  readonly "Flowtriq": {
    /** Address of the webhook. */
    readonly flowtriqWebhookUrl: string;
    /** API key. */
    readonly flowtriqApiKey?: string | undefined;
  };
  /** Fluxer; Uptime Kuma 2.2.1 and later. */
  readonly "fluxer": {
    /** Address of the channel's webhook. */
    readonly fluxerWebhookUrl: string;
    /** Name that the messages come from. */
    readonly fluxerUsername?: string | undefined;
    /** Text before each message. */
    readonly fluxerPrefixMessage?: string | undefined;
    /** Kind of the channel; only `channel` is known. */
    readonly fluxerChannelType?: string | undefined;
    /** Leaves the monitor's address out. */
    readonly disableUrl?: boolean | undefined;
    /** Shape of the messages. */
    readonly fluxerMessageFormat?: "normal" | "minimalist" | "custom" | undefined;
    /** Stored by earlier versions for a custom message. */
    readonly fluxerUseMessageTemplate?: boolean | undefined;
    /** Liquid template of a custom message. */
    readonly fluxerMessageTemplate?: string | undefined;
  };
  /** Free Mobile; Uptime Kuma 1.23 and later. */
  readonly "FreeMobile": {
    /** Number of the account. */
    readonly freemobileUser: string;
    /** Key of the account. */
    readonly freemobilePass: string;
  };
  /** GoAlert; Uptime Kuma 1.23 and later. */
  readonly "GoAlert": {
    /** Address of GoAlert. */
    readonly goAlertBaseURL: string;
    /** Token of the generic API integration. */
    readonly goAlertToken: string;
  };
  /** Google Chat; Uptime Kuma 1.23 and later. */
  readonly "GoogleChat": {
    /** Address of the space's webhook. */
    readonly googleChatWebhookURL: string;
    /** How often a message is tried again when Google is busy. Since 2.1. */
    readonly googleChatMaxRetries?: number | undefined;
    /** Uses the template. Since 2.0. */
    readonly googleChatUseTemplate?: boolean | undefined;
    /** Liquid template of the messages. Since 2.0. */
    readonly googleChatTemplate?: string | undefined;
  };
  /** Google Sheets; Uptime Kuma 2.1 and later. */
  readonly "GoogleSheets": {
    /** Address of the Apps Script deployment. */
    readonly googleSheetsWebhookUrl: string;
  };
  /** Gorush; Uptime Kuma 1.23 and later. */
  readonly "gorush": {
    /** Address of the server. */
    readonly gorushServerURL: string;
    /** Token of the device. */
    readonly gorushDeviceToken: string;
    /** Kind of the device. */
    readonly gorushPlatform?: "ios" | "android" | "huawei" | undefined;
    /** Title of the messages. */
    readonly gorushTitle?: string | undefined;
    /** Priority of the messages. */
    readonly gorushPriority?: "normal" | "high" | undefined;
    /** How often a message is tried again. */
    readonly gorushRetry?: number | undefined;
    /** Topic of the messages. */
    readonly gorushTopic?: string | undefined;
  };
  /** Gotify; Uptime Kuma 1.23 and later. */
  readonly "gotify": {
    /** Address of the server. */
    readonly gotifyserverurl: string;
    /** Token of the application. */
    readonly gotifyapplicationToken: string;
    /** Priority of the messages, 0 to 10. */
    readonly gotifyPriority?: number | undefined;
  };
  /** Grafana OnCall; Uptime Kuma 2.0 and later. */
  readonly "GrafanaOncall": {
    /** Address of the integration. */
    readonly GrafanaOncallURL: string;
  };
  /** GTX Messaging; Uptime Kuma 2.0 and later. */
  readonly "gtxmessaging": {
    /** API key. */
    readonly gtxMessagingApiKey: string;
    /** Sender that is shown. */
    readonly gtxMessagingFrom: string;
    /** Number that gets the message. */
    readonly gtxMessagingTo: string;
  };
  /** HaloPSA; Uptime Kuma 2.1 and later. */
  readonly "HaloPSA": {
    /** Address of the webhook. */
    readonly halowebhookurl: string;
    /** Name for basic authentication. */
    readonly haloUsername?: string | undefined;
    /** Password for basic authentication. */
    readonly haloPassword?: string | undefined;
  };
  /** Heii On-Call; Uptime Kuma 2.0 and later. */
  readonly "HeiiOnCall": {
    /** API key. */
    readonly heiiOnCallApiKey: string;
    /** Id of the trigger. */
    readonly heiiOnCallTriggerId: string;
  };
  /** Home Assistant; Uptime Kuma 1.23 and later. */
  readonly "HomeAssistant": {
    /** Address of Home Assistant. */
    readonly homeAssistantUrl: string;
    /** Long-lived access token. */
    readonly longLivedAccessToken: string;
    /** Service that is called; all devices when left out. */
    readonly notificationService?: string | undefined;
  };
  /** Jira Service Management; Uptime Kuma 2.1 and later. */
  readonly "JiraServiceManagement": {
    /** Id of the Atlassian cloud site. */
    readonly jsmCloudId: string;
    /** Mail address of the account. */
    readonly jsmEmail: string;
    /** API token of the account. */
    readonly jsmApiToken: string;
    /** Priority of the alerts, 1 to 5. */
    readonly jsmPriority?: number | undefined;
  };
  /** Keep; Uptime Kuma 2.0 and later. */
  readonly "Keep": {
    /** Address of Keep's API. */
    readonly webhookURL: string;
    /** API key. */
    readonly webhookAPIKey: string;
  };
  /** Kook; Uptime Kuma 1.23 and later. */
  readonly "Kook": {
    /** Channel that gets the messages. */
    readonly kookGuildID: string;
    /** Token of the bot. */
    readonly kookBotToken: string;
  };
  /** LINE Messenger; Uptime Kuma 1.23 and later. */
  readonly "line": {
    /** Access token of the channel. */
    readonly lineChannelAccessToken: string;
    /** User, group or room that gets the messages. */
    readonly lineUserID: string;
  };
  /** LINE Notify; Uptime Kuma 1.23 and later, until 2.1 took it away. */
  readonly "LineNotify": {
    /** Access token. */
    readonly lineNotifyAccessToken: string;
  };
  /** LunaSea; Uptime Kuma 1.23 and later. */
  readonly "lunasea": {
    /** Whether one device or all devices of a user get the messages. */
    readonly lunaseaTarget?: "device" | "user" | undefined;
    /** Id of the user. */
    readonly lunaseaUserID?: string | undefined;
    /** Id of the device. */
    readonly lunaseaDevice?: string | undefined;
  };
  /** Matrix; Uptime Kuma 1.23 and later. */
  readonly "matrix": {
    /** Address of the homeserver. */
    readonly homeserverUrl: string;
    /** Internal id of the room. */
    readonly internalRoomId: string;
    /** Access token of the bot's account. */
    readonly accessToken: string;
    /** Uses the template. Since 2.2. */
    readonly matrixUseTemplate?: boolean | undefined;
    /** Liquid template of the messages. Since 2.2. */
    readonly matrixTemplate?: string | undefined;
  };
  /** Mattermost; Uptime Kuma 1.23 and later. */
  readonly "mattermost": {
    /** Address of the incoming webhook. */
    readonly mattermostWebhookUrl: string;
    /** Name that the messages come from. */
    readonly mattermostusername?: string | undefined;
    /** Channel that gets the messages. */
    readonly mattermostchannel?: string | undefined;
    /** Address of the sender's picture. */
    readonly mattermosticonurl?: string | undefined;
    /** Emoji of the sender; two, separated by a space, for UP and DOWN. */
    readonly mattermosticonemo?: string | undefined;
  };
  /** MAX; Uptime Kuma 2.3 and later. */
  readonly "max": {
    /** Token of the bot. */
    readonly maxBotToken: string;
    /** Chat that gets the messages. */
    readonly maxChatID: string;
    /** Address of the API. */
    readonly maxApiUrl?: string | undefined;
    /** Uses the template. */
    readonly maxUseTemplate?: boolean | undefined;
    /** Liquid template of the messages. */
    readonly maxTemplate?: string | undefined;
    /** Markup of the template. */
    readonly maxTemplateFormat?: "plain" | "markdown" | "html" | undefined;
  };
  /** Milky; Uptime Kuma 2.5.1 and later. */
  readonly "Milky": {
    /** Address of the HTTP API. */
    readonly httpAddr: string;
    /** Access token. */
    readonly accessToken: string;
    /** Whether a group or a person gets the messages. */
    readonly msgType?: "group" | "private" | undefined;
    /** Id of the group or person; spelt so by the server. */
    readonly recieverId: string;
  };
  /** Nextcloud Talk; Uptime Kuma 2.0 and later. */
  readonly "nextcloudtalk": {
    /** Address of Nextcloud. */
    readonly host: string;
    /** Token of the conversation. */
    readonly conversationToken: string;
    /** Secret of the bot. */
    readonly botSecret: string;
    /** Sends an UP without a sound. */
    readonly sendSilentUp?: boolean | undefined;
    /** Sends a DOWN without a sound. */
    readonly sendSilentDown?: boolean | undefined;
  };
  /** Nostr; Uptime Kuma 1.23 and later. */
  readonly "nostr": {
    /** Private key of the sender: `nsec…`. */
    readonly sender: string;
    /** Public keys of the recipients, one a line. */
    readonly recipients: string;
    /** Addresses of the relays, one a line. */
    readonly relays: string;
  };
  /** Notifery; Uptime Kuma 2.0 and later. */
  readonly "notifery": {
    /** API key. */
    readonly notiferyApiKey: string;
    /** Title of the messages. */
    readonly notiferyTitle?: string | undefined;
    /** Group of the messages. */
    readonly notiferyGroup?: string | undefined;
  };
  /** ntfy; Uptime Kuma 1.23 and later. */
  readonly "ntfy": {
    /** Address of the server. */
    readonly ntfyserverurl: string;
    /** Topic; everybody who knows it can read it. */
    readonly ntfytopic: string;
    /** Priority, 1 to 5. */
    readonly ntfyPriority?: number | undefined;
    /** Priority of a DOWN, 1 to 5. Since 2.0. */
    readonly ntfyPriorityDown?: number | undefined;
    /** How the server is logged in to. */
    readonly ntfyAuthenticationMethod?: "none" | "usernamePassword" | "accessToken" | undefined;
    /** Name of the account. */
    readonly ntfyusername?: string | undefined;
    /** Password of the account. */
    readonly ntfypassword?: string | undefined;
    /** Access token. */
    readonly ntfyaccesstoken?: string | undefined;
    /** Address of a picture. */
    readonly ntfyIcon?: string | undefined;
    /** Number that is called, or `yes` for the first verified one. Since 2.1. */
    readonly ntfyCall?: string | undefined;
    /** Uses the templates. Since 2.1. */
    readonly ntfyUseTemplate?: boolean | undefined;
    /** Liquid template of the title. Since 2.1. */
    readonly ntfyCustomTitle?: string | undefined;
    /** Liquid template of the message. Since 2.1. */
    readonly ntfyCustomMessage?: string | undefined;
  };
  /** Octopush; Uptime Kuma 1.23 and later. */
  readonly "octopush": {
    /** Version of Octopush's API; 1 is Direct Mail's. */
    readonly octopushVersion?: "2" | "1" | undefined;
    /** Mail address of the account, for version 2. */
    readonly octopushLogin?: string | undefined;
    /** API key, for version 2. */
    readonly octopushAPIKey?: string | undefined;
    /** Kind of the messages, for version 2. */
    readonly octopushSMSType?: "sms_premium" | "sms_low_cost" | undefined;
    /** Number that gets the message, for version 2. */
    readonly octopushPhoneNumber?: string | undefined;
    /** Sender that is shown, for version 2. */
    readonly octopushSenderName?: string | undefined;
    /** Login, for version 1. */
    readonly octopushDMLogin?: string | undefined;
    /** API key, for version 1. */
    readonly octopushDMAPIKey?: string | undefined;
    /** Number that gets the message, for version 1. */
    readonly octopushDMPhoneNumber?: string | undefined;
    /** Kind of the messages, for version 1. */
    readonly octopushDMSMSType?: string | undefined;
    /** Sender that is shown, for version 1. */
    readonly octopushDMSenderName?: string | undefined;
  };
  /** OneBot; Uptime Kuma 1.23 and later. */
  readonly "OneBot": {
    /** Address of the HTTP API. */
    readonly httpAddr: string;
    /** Access token. */
    readonly accessToken: string;
    /** Whether a group or a person gets the messages. */
    readonly msgType?: "group" | "private" | undefined;
    /** Id of the group or person; spelt so by the server. */
    readonly recieverId: string;
  };
  /** OneChat; Uptime Kuma 2.0 and later. */
  readonly "OneChat": {
    /** Access token. */
    readonly accessToken: string;
    /** Id of the user or group; spelt so by the server. */
    readonly recieverId: string;
    /** Id of the bot. */
    readonly botId: string;
  };
  /** OneSender; Uptime Kuma 2.0 and later. */
  readonly "Onesender": {
    /** Address of the API. */
    readonly onesenderURL: string;
    /** API key. */
    readonly onesenderToken: string;
    /** Whether a person or a group gets the messages. */
    readonly onesenderTypeReceiver: "private" | "group";
    /** Number of the person or id of the group. */
    readonly onesenderReceiver: string;
  };
  /** Ooredoo; Uptime Kuma 2.5 and later. */
  readonly "Ooredoo": {
    /** Address of the API. */
    readonly ooredooServerUrl?: string | undefined;
    /** Name of the account. */
    readonly ooredooUsername: string;
    /** Access key. */
    readonly ooredooAccessKey: string;
    /** Bearer token. */
    readonly ooredooBearerToken: string;
    /** Number that gets the message. */
    readonly ooredooToNumber: string;
  };
  /** OpenWA; Uptime Kuma 2.5.1 and later. */
  readonly "openwa": {
    /** Address of the API. */
    readonly openwaApiUrl: string;
    /** API key. */
    readonly openwaApiKey: string;
    /** Name of the session. */
    readonly openwaSession: string;
    /** Chat that gets the messages. */
    readonly openwaChatId: string;
    /** Uses the template. */
    readonly openwaUseCustomMessage?: boolean | undefined;
    /** Liquid template of the messages. */
    readonly openwaCustomMessage?: string | undefined;
  };
  /** Opsgenie; Uptime Kuma 1.23 and later. */
  readonly "Opsgenie": {
    /** Region of the account. */
    readonly opsgenieRegion: "us" | "eu";
    /** API key of the integration. */
    readonly opsgenieApiKey: string;
    /** Priority of the alerts, 1 to 5. */
    readonly opsgeniePriority?: number | undefined;
  };
  /** PagerDuty; Uptime Kuma 1.23 and later. */
  readonly "PagerDuty": {
    /** Key of the Events v2 integration. */
    readonly pagerdutyIntegrationKey: string;
    /** Address of the events API, `https://events.pagerduty.com/v2/enqueue`. */
    readonly pagerdutyIntegrationUrl: string;
    /** Severity of a DOWN. */
    readonly pagerdutyPriority?: "info" | "warning" | "error" | "critical" | undefined;
    /** What an UP does to the incident; the server sends an event without an action when it is left out. */
    readonly pagerdutyAutoResolve?: "0" | "acknowledge" | "resolve" | undefined;
  };
  /** PagerTree; Uptime Kuma 1.23 and later. */
  readonly "PagerTree": {
    /** Address of the integration. */
    readonly pagertreeIntegrationUrl: string;
    /** Urgency of the alerts. */
    readonly pagertreeUrgency?: "silent" | "low" | "medium" | "high" | "critical" | undefined;
    /** What an UP does to the alert. */
    readonly pagertreeAutoResolve?: "resolve" | "0" | undefined;
  };
  /** Pinglet; Uptime Kuma 2.5.1 and later. */
  readonly "pinglet": {
    /** Address that messages are published to. */
    readonly pingletPublishUrl: string;
    /** API key. */
    readonly pingletApiKey: string;
  };
  /** Plivo; Uptime Kuma 2.5 and later. */
  readonly "plivo": {
    /** Id of the account. */
    readonly plivoAuthID: string;
    /** Token of the account. */
    readonly plivoAuthToken: string;
    /** Whether a message is sent or a call is made. */
    readonly plivoMessageType?: "sms" | "call" | undefined;
    /** Number of the sender. */
    readonly plivoFromNumber: string;
    /** Number that gets the message. */
    readonly plivoToNumber: string;
    /** Address of the XML that a call reads out. */
    readonly plivoAnswerUrl?: string | undefined;
  };
  /** PromoSMS; Uptime Kuma 1.23 and later. */
  readonly "promosms": {
    /** Name of the account. */
    readonly promosmsLogin: string;
    /** Password of the account. */
    readonly promosmsPassword: string;
    /** Number that gets the message. */
    readonly promosmsPhoneNumber: string;
    /** Kind of the messages. */
    readonly promosmsSMSType?: "0" | "1" | "3" | "4" | undefined;
    /** Sender that is shown. */
    readonly promosmsSenderName?: string | undefined;
    /** Allows messages of several parts. */
    readonly promosmsAllowLongSMS?: boolean | undefined;
  };
  /** Pumble; Uptime Kuma 2.0 and later. */
  readonly "pumble": {
    /** Address of the webhook. */
    readonly webhookURL: string;
  };
  /** Push by Techulus; Uptime Kuma 1.23 and later. */
  readonly "PushByTechulus": {
    /** API key. */
    readonly pushAPIKey: string;
    /** Title of the messages. Since 2.0. */
    readonly pushTitle?: string | undefined;
    /** Sound on the phone. Since 2.0. */
    readonly pushSound?: "default" | "arcade" | "correct" | "fail" | "harp" | "reveal" | "bubble" | "doorbell" | "flute" | "money" | "scifi" | "clear" | "elevator" | "guitar" | "pop" | undefined;
    /** Channel of the messages. Since 2.0. */
    readonly pushChannel?: string | undefined;
    /** Breaks through the focus modes of the phone. Since 2.0. */
    readonly pushTimeSensitive?: boolean | undefined;
  };
  /** PushDeer; Uptime Kuma 1.23 and later. */
  readonly "PushDeer": {
    /** Key of the device. */
    readonly pushdeerKey: string;
    /** Address of the server. */
    readonly pushdeerServer?: string | undefined;
  };
  /** PushPlus; Uptime Kuma 2.0 and later. */
  readonly "PushPlus": {
    /** Key that messages are sent with. */
    readonly pushPlusSendKey: string;
  };
  /** Pushbullet; Uptime Kuma 1.23 and later. */
  readonly "pushbullet": {
    /** Access token. */
    readonly pushbulletAccessToken: string;
  };
  /** Pushover; Uptime Kuma 1.23 and later. */
  readonly "pushover": {
    /** Key of the user or group. */
    readonly pushoveruserkey: string;
    /** Token of the application. */
    readonly pushoverapptoken: string;
    /** Device that gets the messages; all when left out. */
    readonly pushoverdevice?: string | undefined;
    /** Title of the messages. */
    readonly pushovertitle?: string | undefined;
    /** Priority of the messages, -2 to 2. */
    readonly pushoverpriority?: number | undefined;
    /** Sound of a DOWN. */
    readonly pushoversounds?: string | undefined;
    /** Sound of an UP. Since 2.0. */
    readonly pushoversounds_up?: string | undefined;
    /** Seconds after which a message is deleted. */
    readonly pushoverttl?: number | undefined;
  };
  /** Pushy; Uptime Kuma 1.23 and later. */
  readonly "pushy": {
    /** Secret API key. */
    readonly pushyAPIKey: string;
    /** Token of the device. */
    readonly pushyToken: string;
  };
  /** Resend; Uptime Kuma 2.1 and later. */
  readonly "Resend": {
    /** API key. */
    readonly resendApiKey: string;
    /** Address that the mails come from. */
    readonly resendFromEmail: string;
    /** Name that the mails come from. */
    readonly resendFromName?: string | undefined;
    /** Addresses that get the mails, separated by commas. */
    readonly resendToEmail: string;
    /** Subject of the mails. */
    readonly resendSubject?: string | undefined;
  };
  /** Rocket.Chat; Uptime Kuma 1.23 and later. */
  readonly "rocket.chat": {
    /** Address of the incoming webhook. */
    readonly rocketwebhookURL: string;
    /** Name that the messages come from. */
    readonly rocketusername?: string | undefined;
    /** Emoji of the sender. */
    readonly rocketiconemo?: string | undefined;
    /** Channel that gets the messages. */
    readonly rocketchannel?: string | undefined;
    /** Stored by old versions; it has no use any more. */
    readonly rocketbutton?: string | undefined;
  };
  /** SendGrid; Uptime Kuma 2.0 and later. */
  readonly "SendGrid": {
    /** API key. */
    readonly sendgridApiKey: string;
    /** Address that the mails come from. */
    readonly sendgridFromEmail: string;
    /** Addresses that get the mails, separated by commas. */
    readonly sendgridToEmail: string;
    /** Addresses that get a copy. */
    readonly sendgridCcEmail?: string | undefined;
    /** Addresses that get a hidden copy. */
    readonly sendgridBccEmail?: string | undefined;
    /** Subject of the mails. */
    readonly sendgridSubject?: string | undefined;
  };
  /** ServerChan; Uptime Kuma 1.23 and later. */
  readonly "ServerChan": {
    /** Key that messages are sent with. */
    readonly serverChanSendKey: string;
  };
  /** SerwerSMS; Uptime Kuma 1.23 and later. */
  readonly "serwersms": {
    /** Name of the API user. */
    readonly serwersmsUsername: string;
    /** Password of the API user. */
    readonly serwersmsPassword: string;
    /** Whether a number or a group gets the messages. Since 2.1. */
    readonly serwersmsRecipientType?: "phone" | "group" | undefined;
    /** Number that gets the message. */
    readonly serwersmsPhoneNumber?: string | undefined;
    /** Group that gets the messages. Since 2.1. */
    readonly serwersmsGroupId?: string | undefined;
    /** Sender that is shown. */
    readonly serwersmsSenderName?: string | undefined;
  };
  /** Seven.io; Uptime Kuma 2.0 and later. */
  readonly "SevenIO": {
    /** API key. */
    readonly sevenioApiKey: string;
    /** Sender that is shown. */
    readonly sevenioSender?: string | undefined;
    /** Number that gets the message. */
    readonly sevenioReceiver: string;
    /** Number that gets the message, as 2.0 reads it. */
    readonly sevenioTo?: string | undefined;
  };
  /** Signal; Uptime Kuma 1.23 and later. */
  readonly "signal": {
    /** Address of the signal-cli-rest-api, with its path. */
    readonly signalURL: string;
    /** Number of the sender. */
    readonly signalNumber: string;
    /** Numbers or groups that get the messages, separated by commas. */
    readonly signalRecipients: string;
    /** Uses the template. Since 2.2. */
    readonly signalUseTemplate?: boolean | undefined;
    /** Liquid template of the messages. Since 2.2. */
    readonly signalTemplate?: string | undefined;
  };
  /** SIGNL4; Uptime Kuma 2.0 and later. */
  readonly "SIGNL4": {
    /** Address of the team's webhook. */
    readonly webhookURL: string;
  };
  /** Slack; Uptime Kuma 1.23 and later. */
  readonly "slack": {
    /** Address of the incoming webhook. */
    readonly slackwebhookURL: string;
    /** Name that the messages come from. */
    readonly slackusername?: string | undefined;
    /** Emoji of the sender. */
    readonly slackiconemo?: string | undefined;
    /** Channel that gets the messages. */
    readonly slackchannel?: string | undefined;
    /** Notifies everybody in the channel. */
    readonly slackchannelnotify?: boolean | undefined;
    /** Sends a message with blocks. Since 2.0. */
    readonly slackrichmessage?: boolean | undefined;
    /** Says which group the monitor is in. Since 2.1. */
    readonly slackIncludeGroupName?: boolean | undefined;
    /** Uses the template. Since 2.1. */
    readonly slackUseTemplate?: boolean | undefined;
    /** Liquid template of the messages. Since 2.1. */
    readonly slackTemplate?: string | undefined;
    /** Stored by old versions; it has no use any more. */
    readonly slackbutton?: string | undefined;
  };
  /** SMSEagle; Uptime Kuma 1.23 and later. */
  readonly "SMSEagle": {
    /** Address of the device. */
    readonly smseagleUrl: string;
    /** Access token of the device's API. */
    readonly smseagleToken: string;
    /** Version of the device's API. Since 2.0. */
    readonly smseagleApiType?: "smseagle-apiv1" | "smseagle-apiv2" | undefined;
    /** Kind of the message. Since 2.0. */
    readonly smseagleMsgType?: "smseagle-sms" | "smseagle-ring" | "smseagle-tts" | "smseagle-tts-advanced" | undefined;
    /** Kind of the recipient, for version 1. */
    readonly smseagleRecipientType?: "smseagle-to" | "smseagle-group" | "smseagle-contact" | undefined;
    /** Recipient, for version 1. */
    readonly smseagleRecipient?: string | undefined;
    /** Numbers that get the message, for version 2. Since 2.0. */
    readonly smseagleRecipientTo?: string | undefined;
    /** Groups that get the message, for version 2. Since 2.0. */
    readonly smseagleRecipientGroup?: string | undefined;
    /** Contacts that get the message, for version 2. Since 2.0. */
    readonly smseagleRecipientContact?: string | undefined;
    /** Priority of the messages, 0 to 9. */
    readonly smseaglePriority?: number | undefined;
    /** Sends Unicode. */
    readonly smseagleEncoding?: boolean | undefined;
    /** Seconds that the phone rings. Since 2.0. */
    readonly smseagleDuration?: number | undefined;
    /** Voice that reads the message. Since 2.0. */
    readonly smseagleTtsModel?: number | undefined;
  };
  /** SMS Gateway; Uptime Kuma 2.5.1 and later. */
  readonly "SMSGateway": {
    /** Address of the gateway. */
    readonly smsgatewayUrl: string;
    /** API key. */
    readonly smsgatewayApiKey: string;
    /** Number that gets the message. */
    readonly smsgatewayTo: string;
  };
  /** SMS.ir; Uptime Kuma 2.1 and later. */
  readonly "smsir": {
    /** API key. */
    readonly smsirApiKey: string;
    /** Number that gets the message. */
    readonly smsirNumber: string;
    /** Id of the template. */
    readonly smsirTemplate: string;
  };
  /** SMSManager; Uptime Kuma 1.23 and later. */
  readonly "SMSManager": {
    /** API key. */
    readonly smsmanagerApiKey: string;
    /** Numbers that get the message. */
    readonly numbers: string;
    /** Kind of the messages. */
    readonly messageType?: "economy" | "lowcost" | "high" | undefined;
  };
  /** SMSPartner; Uptime Kuma 2.0 and later. */
  readonly "SMSPartner": {
    /** API key. */
    readonly smspartnerApikey: string;
    /** Number that gets the message. */
    readonly smspartnerPhoneNumber: string;
    /** Sender that is shown. */
    readonly smspartnerSenderName: string;
  };
  /** SMSPlanet; Uptime Kuma 2.0 and later. */
  readonly "SMSPlanet": {
    /** API token. */
    readonly smsplanetApiToken: string;
    /** Numbers that get the message, separated by commas. */
    readonly smsplanetPhoneNumbers: string;
    /** Sender that is shown. */
    readonly smsplanetSenderName?: string | undefined;
  };
  /** SMSC; Uptime Kuma 1.23 and later. */
  readonly "smsc": {
    /** Name of the account. */
    readonly smscLogin: string;
    /** Password of the account. */
    readonly smscPassword: string;
    /** Number that gets the message. */
    readonly smscToNumber: string;
    /** Sender that is shown. */
    readonly smscSenderName?: string | undefined;
    /** Whether letters are turned into Latin ones. */
    readonly smscTranslit?: "0" | "1" | "2" | undefined;
  };
  /** Email (SMTP); Uptime Kuma 1.23 and later. */
  readonly "smtp": {
    /** Mail server. */
    readonly smtpHost: string;
    /** Port of the mail server. */
    readonly smtpPort: number;
    /** TLS from the first byte, as on port 465. */
    readonly smtpSecure?: boolean | undefined;
    /** Takes any certificate. */
    readonly smtpIgnoreTLSError?: boolean | undefined;
    /** Never turns TLS on in between. Since 2.1. */
    readonly smtpIgnoreSTARTTLS?: boolean | undefined;
    /** Name of the account. */
    readonly smtpUsername?: string | undefined;
    /** Password of the account. */
    readonly smtpPassword?: string | undefined;
    /** Address that the mails come from. */
    readonly smtpFrom: string;
    /** Addresses that get the mails, separated by commas. */
    readonly smtpTo?: string | undefined;
    /** Addresses that get a copy. */
    readonly smtpCC?: string | undefined;
    /** Addresses that get a hidden copy. */
    readonly smtpBCC?: string | undefined;
    /** Template of the subject. */
    readonly customSubject?: string | undefined;
    /** Liquid template of the text. Since 2.0. */
    readonly customBody?: string | undefined;
    /** The text is HTML. Since 2.0. */
    readonly htmlBody?: boolean | undefined;
    /** Further headers: a text with a JSON object. Since 2.5. */
    readonly smtpAdditionalHeaders?: string | undefined;
    /** Domain of the DKIM signature. */
    readonly smtpDkimDomain?: string | undefined;
    /** Selector of the DKIM key. */
    readonly smtpDkimKeySelector?: string | undefined;
    /** Private DKIM key. */
    readonly smtpDkimPrivateKey?: string | undefined;
    /** Hash of the DKIM signature. */
    readonly smtpDkimHashAlgo?: string | undefined;
    /** Headers that are signed. */
    readonly smtpDkimheaderFieldNames?: string | undefined;
    /** Headers that are not signed. */
    readonly smtpDkimskipFields?: string | undefined;
  };
  /** Splunk On-Call; Uptime Kuma 1.23 and later. */
  readonly "Splunk": {
    /** Address of the REST endpoint. */
    readonly splunkRestURL: string;
    /** Severity of a DOWN. */
    readonly splunkSeverity?: "INFO" | "WARNING" | "CRITICAL" | undefined;
    /** What an UP does to the incident. */
    readonly splunkAutoResolve?: "0" | "ACKNOWLEDGEMENT" | "RECOVERY" | undefined;
    /** Read by the server for the id of an incident. */
    readonly pagerdutyIntegrationKey?: string | undefined;
  };
  /** SpugPush; Uptime Kuma 2.0 and later. */
  readonly "SpugPush": {
    /** Key of the template. */
    readonly templateKey: string;
  };
  /** Squadcast; Uptime Kuma 1.23 and later. */
  readonly "squadcast": {
    /** Address of the webhook. */
    readonly squadcastWebhookURL: string;
  };
  /** Stackfield; Uptime Kuma 1.23 and later. */
  readonly "stackfield": {
    /** Address of the webhook. */
    readonly stackfieldwebhookURL: string;
  };
  /** Microsoft Teams; Uptime Kuma 1.23 and later. */
  readonly "teams": {
    /** Address of the workflow's webhook; servers before 2.0 send the older connector format. */
    readonly webhookUrl: string;
    /** Shows the monitor's tags. Since 2.2. */
    readonly teamsEnableTags?: boolean | undefined;
  };
  /** Telegram; Uptime Kuma 1.23 and later. */
  readonly "telegram": {
    /** Token of the bot, from \@BotFather. */
    readonly telegramBotToken: string;
    /** Chat, group or channel that gets the messages. */
    readonly telegramChatID: string;
    /** Topic of the group. */
    readonly telegramMessageThreadID?: string | undefined;
    /** Address of another Bot API server; leave it out for Telegram's own. Since 2.0. */
    readonly telegramServerUrl?: string | undefined;
    /** Sends without a sound. */
    readonly telegramSendSilently?: boolean | undefined;
    /** Forbids forwarding and saving. */
    readonly telegramProtectContent?: boolean | undefined;
    /** Uses the template. Since 2.0. */
    readonly telegramUseTemplate?: boolean | undefined;
    /** Liquid template of the messages. Since 2.0. */
    readonly telegramTemplate?: string | undefined;
    /** Markup of the template. Since 2.0. */
    readonly telegramTemplateParseMode?: "plain" | "HTML" | "MarkdownV2" | undefined;
  };
  /** Telnyx; Uptime Kuma 2.3 and later. */
  readonly "telnyx": {
    /** API key. */
    readonly telnyxApiKey: string;
    /** Number of the sender. */
    readonly telnyxPhoneNumber: string;
    /** Messaging profile. */
    readonly telnyxMessagingProfileId?: string | undefined;
    /** Number that gets the message. */
    readonly telnyxToNumber: string;
  };
  /** Teltonika; Uptime Kuma 2.1.2 and later. */
  readonly "Teltonika": {
    /** Address of the router. */
    readonly teltonikaUrl: string;
    /** Name of the account. */
    readonly teltonikaUsername: string;
    /** Password of the account. */
    readonly teltonikaPassword: string;
    /** Modem that sends. */
    readonly teltonikaModem: string;
    /** Number that gets the message. */
    readonly teltonikaPhoneNumber: string;
    /** Takes any certificate. */
    readonly teltonikaUnsafeTls?: boolean | undefined;
  };
  /** Threema; Uptime Kuma 2.0 and later. */
  readonly "threema": {
    /** Gateway identity of the sender. */
    readonly threemaSenderIdentity: string;
    /** Secret of the gateway identity. */
    readonly threemaSecret: string;
    /** Kind of the recipient. */
    readonly threemaRecipientType: "identity" | "phone" | "email";
    /** Recipient. */
    readonly threemaRecipient: string;
  };
  /** TurboSMTP; Uptime Kuma 2.5.1 and later. */
  readonly "TurboSMTP": {
    /** Consumer key. */
    readonly turbosmtpConsumerKey: string;
    /** Consumer secret. */
    readonly turbosmtpConsumerSecret: string;
    /** Region of the account. */
    readonly turbosmtpRegion: "us" | "eu";
    /** Address that the mails come from. */
    readonly turbosmtpFromEmail: string;
    /** Addresses that get the mails, separated by commas. */
    readonly turbosmtpToEmail: string;
    /** Addresses that get a copy. */
    readonly turbosmtpCcEmail?: string | undefined;
    /** Addresses that get a hidden copy. */
    readonly turbosmtpBccEmail?: string | undefined;
    /** Subject of the mails. */
    readonly turbosmtpSubject?: string | undefined;
  };
  /** Twilio; Uptime Kuma 1.23 and later. */
  readonly "twilio": {
    /** SID of the account. */
    readonly twilioAccountSID: string;
    /** API key, when the token belongs to one. */
    readonly twilioApiKey?: string | undefined;
    /** Token of the account or secret of the API key. */
    readonly twilioAuthToken: string;
    /** Number of the sender. */
    readonly twilioFromNumber?: string | undefined;
    /** Messaging service that sends instead of a number. Since 2.1. */
    readonly twilioMessagingServiceSID?: string | undefined;
    /** Number that gets the message. */
    readonly twilioToNumber: string;
  };
  /** VK; Uptime Kuma 2.3 and later. */
  readonly "VK": {
    /** Access token of the community. */
    readonly vkAccessToken: string;
    /** Conversation that gets the messages. */
    readonly vkPeerId: string;
    /** Version of VK's API. */
    readonly vkApiVersion?: string | undefined;
    /** Makes no previews of links. */
    readonly vkDontParseLinks?: boolean | undefined;
  };
  /** VK Teams; Uptime Kuma 2.4 and later. */
  readonly "VKTeams": {
    /** Token of the bot. */
    readonly vkteamsBotToken: string;
    /** Chat that gets the messages. */
    readonly vkteamsChatId: string;
    /** Address of the API. */
    readonly vkteamsBaseUrl?: string | undefined;
    /** Uses the template. */
    readonly vkteamsUseTemplate?: boolean | undefined;
    /** Liquid template of the messages. */
    readonly vkteamsTemplate?: string | undefined;
    /** Markup of the template. */
    readonly vkteamsTemplateFormat?: "plain" | "MarkdownV2" | "HTML" | undefined;
  };
  /** WAHA; Uptime Kuma 2.0 and later. */
  readonly "waha": {
    /** Address of the API. */
    readonly wahaApiUrl: string;
    /** Name of the session. */
    readonly wahaSession: string;
    /** Number or group that gets the messages. */
    readonly wahaChatId: string;
    /** API key. */
    readonly wahaApiKey?: string | undefined;
  };
  /** WeCom; Uptime Kuma 1.23 and later. */
  readonly "WeCom": {
    /** Key of the bot. */
    readonly weComBotKey: string;
    /** Mobile numbers that are mentioned, separated by commas. Since 2.1. */
    readonly weComMentionedMobileList?: string | undefined;
  };
  /** Webhook; Uptime Kuma 1.23 and later. */
  readonly "webhook": {
    /** Address that is called. */
    readonly webhookURL: string;
    /** Shape of the body; JSON when it is left out. */
    readonly webhookContentType?: "json" | "form-data" | "custom" | undefined;
    /** Liquid template of a custom body. */
    readonly webhookCustomBody?: string | undefined;
    /** Further headers: a text with a JSON object. */
    readonly webhookAdditionalHeaders?: string | undefined;
    /** How it is called. Since 2.1. */
    readonly httpMethod?: "post" | "get" | undefined;
  };
  /** Webpush; Uptime Kuma 2.1 and later. */
  readonly "Webpush": {
    /** Subscription of a browser, as its push API gives it. */
    readonly subscription: Readonly<Record<string, unknown>>;
  };
  /** Whapi; Uptime Kuma 2.0 and later. */
  readonly "whapi": {
    /** Address of the API. */
    readonly whapiApiUrl?: string | undefined;
    /** Token. */
    readonly whapiAuthToken: string;
    /** Number or group that gets the messages. */
    readonly whapiRecipient: string;
  };
  /** WhatsApp (360messenger); Uptime Kuma 2.2 and later. */
  readonly "Whatsapp360messenger": {
    /** Token. */
    readonly Whatsapp360messengerAuthToken: string;
    /** Number that gets the messages. */
    readonly Whatsapp360messengerRecipient?: string | undefined;
    /** Groups that get the messages. */
    readonly Whatsapp360messengerGroupIds?: readonly string[] | undefined;
    /** One group that gets the messages. */
    readonly Whatsapp360messengerGroupId?: string | undefined;
    /** Uses the template. */
    readonly Whatsapp360messengerUseTemplate?: boolean | undefined;
    /** Liquid template of the messages. */
    readonly Whatsapp360messengerTemplate?: string | undefined;
  };
  /** WPush; Uptime Kuma 2.0 and later. */
  readonly "WPush": {
    /** API key. */
    readonly wpushAPIkey: string;
    /** Way that the messages go. */
    readonly wpushChannel: "wechat" | "sms" | "mail" | "feishu" | "dingtalk" | "wechat_work";
  };
  /** WxPusher; Uptime Kuma 2.5 and later. */
  readonly "WxPusher": {
    /** Simple push token. */
    readonly wxpusherSPT: string;
  };
  /** YZJ; Uptime Kuma 2.0 and later. */
  readonly "YZJ": {
    /** Address of the bot. */
    readonly yzjWebHookUrl: string;
    /** Token of the bot. */
    readonly yzjToken: string;
  };
  /** Zoho Cliq; Uptime Kuma 1.23 and later. */
  readonly "ZohoCliq": {
    /** Address of the channel's webhook, with its token. */
    readonly webhookUrl: string;
  };
}

/** The providers of notifications that this package knows, by their name on the wire. */
export type NotificationType = keyof NotificationFields;
