/**
 * One way in which secrets stand in texts. All patterns are in the part of regular expressions that JavaScript and POSIX
 * awk share: no look-around, no `\b`, no counts, nothing lazy. Of alternatives the longest stands first, since
 * JavaScript takes the first and awk the longest.
 */
export interface MaskRule {
  /** The text before the secret; it stays. In small letters, as the text is when it is looked for. */
  readonly head: string;
  /** The secret, right behind the head. By default a value: in quotes, or up to the next blank or `&`. */
  readonly secret?: string;
  /** The character before the head must not be one of these. */
  readonly notAfter?: string;
  /** A text right behind the head that is not a secret. */
  readonly except?: string;
  /** The rule is for texts that hold this, in small letters. */
  readonly within?: string;
  /** Capitals count, for the head and the secret. Default: false. */
  readonly isExact?: boolean;
  /** The head is a part of the secret. Default: false. */
  readonly isWhole?: boolean;
  /** The secret's last character stays. Default: false. */
  readonly keepsLast?: boolean;
}

const blank = "[ \\t\\r\\n]";
const letter = "[a-z0-9_]";
const visible = "[^ \\t\\r\\n]";
/** The end of a word, or of the text. */
const end = "([^a-z0-9_]|$)";

function times(set: string, count: number): string {
  return set.repeat(count);
}

/** The same, at least so many times. */
function atLeast(set: string, count: number): string {
  return `${times(set, count)}${set}*`;
}

const noValue = `(yes|no|true|false|null|none|nil|undefined)${end}`;
const words =
  "(a|about|already|an|and|are|as|been|before|being|but|by|can|cannot|does|doesn't|expected|expired|failed|for|from|given|" +
  "has|in|incorrect|instead|invalid|is|isn't|mismatch|missing|must|needs|not|of|on|only|or|rejected|required|requires|" +
  "should|so|that|the|to|too|unauthorized|unknown|unset|was|when|which|will|with|without|wrong)";
/** A sentence goes on: `password: must be given`. */
const sentence = `${words}(${blank}|[.,;:)!]|$)`;

const names =
  "(password|passwd|passphrase|passcode|secret[_-]?key|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|" +
  "session[_-]?id|credentials?)";
const assign = `\\\\*["']?${blank}*(=>|:=|[=:])`;
/** Right behind `=` or `:`. */
const notAssigned = `(${blank}*${noValue}|${blank}+${sentence})`;
const authorization = `(proxy-)?authorization["']?${blank}*[=:]${blank}*["']?`;
const scheme = "(basic|bearer|digest|token|negotiate|ntlm|apikey)";
const parameter = `[a-z0-9_-]+="[^"]*"`;
const option =
  "((db|http|user|admin|root|auth|client|proxy|smtp|bot|access|registry|vault)-)?" +
  "(password|passwd|passphrase|pass|token|secret-?key|secret|api-?key|access-?key)";

/** A word that looks like a password in the middle of a sentence: with a digit, a sign, or capitals within. */
const sign = "[0-9@#$%^&*+=~]";
const quoteless = "[^ \\t\\r\\n\"']";
const oddWord = `(${quoteless}*(${sign}|![A-Za-z0-9])${quoteless}*|[A-Za-z]*[a-z][A-Z]${quoteless}*)`;

const pathStart = "[^ \\t\\r\\n/?#&\"'<>]+";
const pathRest = "[^ \\t\\r\\n?#\"'<>]+";
/** A part of an address before its `@`; it holds no `//`, so that the search of one address ends at the next. */
const userPart = '([^ \\t\\r\\n/"<>]|/[^ \\t\\r\\n/"<>])*/?@';

const addresses: readonly MaskRule[] = [
  { head: "/api/push/", secret: pathStart },
  { head: "(//hooks[.]slack[.]com/|discord(app)?[.]com/api/webhooks/|/api/webhooks/)", secret: pathRest },
  { head: "(webhook[.]office[.]com/webhookb2/|outlook[.]office(365)?[.]com/webhook/)", secret: pathRest },
  { head: "api[.]telegram[.]org/(file/)?bot", secret: pathStart },
  // A password may hold a slash or an @; a port and what follows it do not make one, nor does an address of IPv6.
  {
    head: "://",
    secret:
      '([^ \\t\\r\\n/:@"<>[][^ \\t\\r\\n/:@"<>]*)?:' +
      `([^ \\t\\r\\n"<>0-9@]${userPart}|[0-9]+[^ \\t\\r\\n0-9/?#"<>]${userPart}|[0-9]+@|@)`,
    keepsLast: true,
  },
  { head: "://", secret: '[^ \\t\\r\\n/?#"<>]+@', keepsLast: true },
  { head: "[?&](key|sig|signature)=", secret: atLeast("[^ \\t\\r\\n&#\"']", 6) },
];

const keyCharacter = "[A-Za-z0-9_-]";
const wordCharacter = "[A-Za-z0-9_]";

/** The keys of services, by what they look like. */
const serviceKeys =
  `(uk[0-9]+_${atLeast(keyCharacter, 16)}|gh[pousr]_${atLeast(wordCharacter, 20)}` +
  `|github_pat_${atLeast(wordCharacter, 20)}|gl(pat|rt|dt|ptt|ft|soat|cbt|agent)-${atLeast(keyCharacter, 16)}` +
  `|xox[a-z]-${atLeast(keyCharacter, 10)}|xapp-${atLeast(keyCharacter, 10)}` +
  `|sk-(proj|ant|svcacct|admin)-${atLeast(keyCharacter, 8)}|sk-${atLeast("[A-Za-z0-9]", 20)}` +
  `|[sr]k_(live|test)_${atLeast(wordCharacter, 10)}|whsec_${atLeast("[A-Za-z0-9+/=]", 16)}` +
  `|npm_${atLeast(wordCharacter, 30)}|dckr_pat_${atLeast(keyCharacter, 16)}|hf_${atLeast("[A-Za-z0-9]", 20)}` +
  `|A[KS]IA${times("[A-Z0-9]", 16)}|AIza${atLeast(keyCharacter, 35)}` +
  `|SG[.]${atLeast(keyCharacter, 16)}[.]${atLeast(keyCharacter, 16)}|hv[sbr][.]${atLeast(keyCharacter, 20)}` +
  `|ya29[.]${atLeast(keyCharacter, 20)}|${times("[0-9]", 8)}[0-9]?[0-9]?:${times(keyCharacter, 35)})`;

const keys: readonly MaskRule[] = [
  // First: a key may hold by chance what another rule looks for.
  { head: serviceKeys, secret: "", notAfter: wordCharacter, isExact: true, isWhole: true },
  // Up to the end that the key has, or of the text where it is cut off.
  {
    head: "-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----",
    secret: "([^-]|-[^-]|--[^-]|---[^-]|----[^-]|-----+[^-EB])*(-----END [A-Z0-9 ]*-----|-*)",
    isExact: true,
    isWhole: true,
  },
  {
    head: `eyJ${atLeast(keyCharacter, 5)}`,
    secret: `[.]${keyCharacter}+[.]?${keyCharacter}*`,
    isExact: true,
    isWhole: true,
  },
];

const headers: readonly MaskRule[] = [
  { head: authorization, secret: `${visible}+`, notAfter: letter, except: `(${scheme}${blank}|${sentence})` },
  // All parameters of a digest go with it.
  {
    head: `${authorization}${scheme}${blank}+`,
    secret: `(${parameter}|[^ \\t\\r\\n,]+)(,${blank}?(${parameter}|[a-z0-9_-]+=[^ \\t\\r\\n,]+))*`,
    notAfter: letter,
    except: sentence,
  },
  {
    head: `(set-)?cookie["']?[:=]${blank}*`,
    secret: "[^ \\t\\r\\n;]+(; ?[^ \\t\\r\\n;]+)*",
    notAfter: letter,
    except: `(${noValue}|${sentence})`,
  },
  {
    head: `bearer${blank}+`,
    secret: atLeast("[a-z0-9._~+/=-]", 8),
    notAfter: letter,
    except: `(auth(entication|orization)|tokens?|required|unauthorized)${end}`,
  },
  {
    head: `auth (plain|login|xoauth2|external)${blank}+`,
    secret: atLeast("[a-z0-9+/=]", 8),
    notAfter: letter,
    except: "(authenticat|oauthbearer|xoauth2|scram-|digest-md5|cram-md5|external)",
  },
];

const commands: readonly MaskRule[] = [
  {
    head: `--?${option}(${blank}*=${blank}*|["'],${blank}*|${blank}+)`,
    notAfter: "[a-z0-9_.-]",
    except: `(-|[[<]|${sentence})`,
  },
  {
    head: `(-u|--user)[= ]${blank}*[^ \\t\\r\\n:"']+:`,
    secret: `${visible}+`,
    notAfter: visible,
    except: `(//|[0-9]+(${blank}|$))`,
  },
  {
    head: "-p",
    secret: `[^ \\t\\r\\n-]${visible}*`,
    notAfter: visible,
    except: `(rint|ath|erm|ort|rotocol|lugin|id)${end}`,
    within: "(mysql|mariadb|mytop|xtrabackup)",
    isExact: true,
  },
  { head: `-p${blank}*`, notAfter: visible, within: "(sshpass|mongo(sh|dump|restore)?) ", isExact: true },
  {
    head: `-p(${blank}+|=)`,
    notAfter: visible,
    within: "(docker|podman|nerdctl|buildah|skopeo|helm|oras|crane|az|oc)( [a-z]+)? login ",
    isExact: true,
  },
  { head: `-a${blank}+`, notAfter: visible, within: "redis-cli ", isExact: true },
  { head: `-w${blank}+`, notAfter: visible, within: "ldap(search|modify|add|delete|whoami|passwd) ", isExact: true },
  { head: `-P${blank}+`, notAfter: visible, within: "(mosquitto_(pub|sub)|ipmitool|unzip) ", isExact: true },
];

const assignments: readonly MaskRule[] = [
  { head: names + assign, except: notAssigned },
  // The shell's PWD is a folder.
  { head: `pwd${assign}`, except: `(${blank}*/|${notAssigned})` },
  // Counts of tests, and words that end like that, are common.
  {
    head: `[Pp]ass${assign}`,
    notAfter: "[A-Za-z0-9]",
    except: `(${blank}*([0-9][0-9]?[0-9]?[0-9]?|[Oo][Kk])${end}|${notAssigned})`,
    isExact: true,
  },
  { head: `PASS${blank}*=`, notAfter: "[A-Za-z0-9]", except: `[0-9][0-9]?[0-9]?[0-9]?${end}`, isExact: true },
  { head: `([a-z]Pass|_PASS)${assign}`, except: notAssigned, isExact: true },
];

const sentences: readonly MaskRule[] = [
  { head: `identified +(with +[^ ]+ +)?(by|as) +(password +)?["']`, secret: `[^"']+` },
  { head: `set password for ${visible}+${blank}*=` },
  { head: `(password|passwd|passphrase|passcode)(${blank}+|${blank}*[(]${blank}*)["']`, secret: `[^"']+` },
  {
    head: `login${blank}+[^ ]+${blank}+password${blank}+`,
    secret: `${visible}+`,
    except: `(["'(]|auth|mismatch|check|${sentence})`,
  },
  {
    head: `([Pp]ass(word|wd|phrase|code)|[Ss]ecret|[Tt]oken|[Aa][Pp][Ii][ _-]?[Kk]ey)( set| changed)? (is|was|to):? ["']`,
    secret: `[^"']+`,
    isExact: true,
  },
  {
    head: `([Pp]ass(word|wd|phrase|code)|[Ss]ecret|[Tt]oken|[Aa][Pp][Ii][ _-]?[Kk]ey)( set| changed)? (is|was|to):? `,
    secret: oddWord,
    except: `[0-9]+(${blank}?(ms|[smhd])${end}|[ -]?(bit|byte|char|day|digit|hour|letter|minute|month|second|week|year))`,
    isExact: true,
  },
  // As FTP, POP3 and IRC send it. Testers print PASS, too, before a number or a file.
  {
    head: `PASS${blank}+:?`,
    secret: oddWord,
    notAfter: wordCharacter,
    except: `([0-9]+([ ,;/)]|$)|[^ ]*/[^ ]*[.][a-z]+|[^ ]*[.](test|spec)[.])`,
    isExact: true,
  },
];

/** All rules, in the order in which they are applied. */
export const maskRules: readonly MaskRule[] = [
  ...keys,
  ...addresses,
  ...headers,
  ...commands,
  ...assignments,
  ...sentences,
];
