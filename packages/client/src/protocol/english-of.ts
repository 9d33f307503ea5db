// 2.x sends keys of its translation files (src/lang/en.json) where 1.23 sends English.
const sentences: Readonly<Record<string, string>> = {
  authIncorrectCreds: "Incorrect username or password.",
  authInvalidToken: "Invalid Token.",
  authUserInactiveOrDeleted: "The user is inactive or deleted.",
  passwordTooWeak:
    "The password is too weak: it needs at least 6 characters, and letters as well as digits or symbols.",
  tagNotFound: "Tag not found.",
  successAdded: "Added Successfully.",
  successEdited: "Edited Successfully.",
  successDeleted: "Deleted Successfully.",
};

/**
 * The English sentence for a message of the server, which may be a translation key.
 *
 * @param message - `msg` of an answer.
 */
export function englishOf(message: string): string {
  return Object.hasOwn(sentences, message) ? (sentences[message] ?? message) : message;
}
