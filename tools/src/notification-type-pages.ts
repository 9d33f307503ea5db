import { describeNotificationTypes } from "@kumakit/client";
import { notificationFieldsSource } from "./notification-fields-source.ts";
import { notificationTypesPage } from "./notification-types-page.ts";

/** The page of all providers of notifications, and their fields as types. */
export function notificationTypePages(): ReadonlyMap<string, string> {
  const types = describeNotificationTypes();
  return new Map([
    ["docs/notification-types.md", notificationTypesPage(types)],
    ["packages/client/src/notification-types/notification-fields.ts", notificationFieldsSource(types)],
  ]);
}
