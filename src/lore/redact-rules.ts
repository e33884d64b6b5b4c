import { entropyOf, RANDOM_BITS, SECRET_NAME, SECRET_TOKENS } from '../domain/secrets.ts';

/** Something that is cut. Of a match, the group `cut` goes, or all of it where there is none. */
export interface RedactRule {
  readonly what: string;
  /** With the flags `d` and `g`. */
  readonly pattern: RegExp;
  /** Whether a match is meant; of everything when it is left out. */
  accepts?(cut: string, match: RegExpExecArray): boolean;
  /** What stands there instead; `[cut: <what>]` when it is left out. */
  readonly instead?: string;
}

const PLACEHOLDER =
  /^(?:example|sample|placeholder|dummy|changeme|change-me|your|fake|redacted|lorem|password|passwd|secret|token|pass|xxx|user|none|null|undefined|true|false|string|test)|\*{3}|\.{3}|…|[$%#]\{|\{\{|<|>|^\[|process\.env|0{8}|x{6}|12345678|abcdefgh/i;

/** A key with its lines, also where line breaks are written `\n` and where its end is missing. */
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:(?:\\[nr]|\s)*(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash): [^\n\\]*|[A-Za-z0-9+/=]{8,}|[A-Za-z0-9+/=]{1,7}(?=(?:\\[nr]|\s)*-----END)))*(?:(?:\\[nr]|\s)*-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----)?/;

const NAME = `[\\w.-]{0,40}(?:${SECRET_NAME.source})[\\w-]{0,20}`;
/** `name = "value"`, `name: value`, `name=value`, `"name": "value"`, `--name value`. */
const QUOTED = new RegExp(
  `${NAME}\\\\?['"\`]?\\]?\\s*(?:[:=]|=>)\\s*\\\\?(['"\`])(?<cut>[^'"\`\\n\\\\]{6,})\\\\?\\1`,
  'dgi',
);
const BARE = new RegExp(`${NAME}['"]?\\s*[:=]\\s*(?<cut>[^\\s'"\`,;(){}[\\]<>&|\\\\]{8,})`, 'dgi');
const FLAG =
  /(?<![\w-])(?:--?(?:password|passwd|pass|token|secret|api-key|apikey|auth)[ =]|-u\s+[\w.-]+:)(?<cut>[^\s'"`-][^\s'"`]{7,})/dgi;

const FORMS: readonly RedactRule[] = [
  { what: 'a private key', pattern: all(PRIVATE_KEY) },
  ...SECRET_TOKENS.map(([pattern, what]) => ({
    what,
    pattern: all(pattern),
    accepts: (cut: string) => !/example|placeholder|your[-_]|x{6}|\*{3}|\.{3}/i.test(cut),
  })),
];

const CONTEXTS: readonly RedactRule[] = [
  {
    what: 'a password in an address',
    pattern: /\b[a-z][a-z0-9+.-]{1,30}:\/\/(?<cut>[^\s:@/'"`$<{]*:[^\s@/'"`]{3,})@[\w.[-]/dgi,
    accepts: (cut) => !PLACEHOLDER.test(cut.slice(cut.indexOf(':') + 1)),
  },
  {
    what: 'a token in an address',
    pattern: /\bhttps?:\/\/(?<cut>[\w.~+-]{16,})@[\w.-]/dgi,
    accepts: (cut) => /\d/.test(cut) && entropyOf(cut) > 3,
  },
  {
    what: 'a signature in an address',
    pattern:
      /[?&](?:sig|signature|x-amz-signature|x-amz-security-token|x-goog-signature|code|key|auth)=(?<cut>[\w%+/=.~-]{20,})/dgi,
    accepts: (cut) => isRandom(cut.replaceAll('%', '')),
  },
  {
    what: 'an authorization',
    pattern:
      /\bauthorization['"]?\s*[:=]\s*['"]?(?:basic|bearer|token|digest|bot)\s+(?<cut>[\w+/=.~:-]{6,})/dgi,
    accepts: (cut) => !PLACEHOLDER.test(cut),
  },
  {
    what: 'an authorization',
    pattern: /\bbearer\s+(?<cut>[\w+/=.~-]{20,})/dgi,
    accepts: (cut) => isRandom(cut) && !PLACEHOLDER.test(cut),
  },
  {
    what: 'a cookie',
    pattern: /\b(?:set-)?cookie['"]?\s*:\s*['"]?(?<cut>[\w.-]{1,60}=[^\s'"]{12,})/dgi,
    accepts: (cut) => isRandom(cut.slice(cut.indexOf('=') + 1).replace(/[;,].*/, '')),
  },
  {
    what: 'a password',
    pattern: /\bmachine\s+\S+\s+login\s+\S+\s+password\s+(?<cut>\S{4,})/dgi,
  },
  {
    what: 'a key',
    pattern: /\b(?:AccountKey|SharedAccessKey|SharedSecretKey)=(?<cut>[A-Za-z0-9+/]{20,}={0,2})/dg,
  },
  {
    what: 'a password',
    pattern: /;\s*(?:pwd|password)\s*=\s*(?<cut>[^;'"\s]{4,})/dgi,
    accepts: (cut) => !PLACEHOLDER.test(cut),
  },
  { what: 'a secret', pattern: QUOTED, accepts: isSecret },
  { what: 'a secret', pattern: BARE, accepts: isSecret },
  {
    what: 'a secret',
    pattern: FLAG,
    accepts: (cut) => !PLACEHOLDER.test(cut) && /[a-z]/.test(cut) && /[A-Z\d]/.test(cut),
  },
];

/** No top-level domain is called so: it is a file with an @ in its name. */
const EXTENSION =
  /\.(?:png|jpe?g|gif|svg|webp|avif|[cm]?[jt]sx?|s?css|less|json5?|html?|map|txt|lock|tgz|ya?ml|vue|svelte)$/i;
const PUBLIC_ADDRESS =
  /^(?:git|hg|svn|ssh)@|^[\w.+-]*no-?reply@|@(?:[\w-]+\.)*noreply\.|@(?:[\w-]+\.)*example(?:\.\w+)?$|\.(?:test|invalid|localhost|local)$|@npm:/i;

const PLACES: readonly RedactRule[] = [
  {
    what: 'an e-mail address',
    pattern:
      /(?<![\w.+/:@%-])(?<cut>[a-z0-9][\w.+-]{0,62}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,18})(?![\w@/-]|\.\w)/dgi,
    accepts: (cut) => !EXTENSION.test(cut) && !PUBLIC_ADDRESS.test(cut),
  },
  {
    what: 'a home folder',
    pattern:
      /(?<![\w.@~-])(?:file:\/\/)?(?<cut>\/(?:home|Users)\/[A-Za-z_][^/\s:'"`<>|,;()\\]*)(?=[/\s:'"`<>|,;()\\]|$)/dg,
    instead: '~',
    accepts: (cut) => !/^\/Users\/Shared$/.test(cut),
  },
  {
    what: 'a home folder',
    pattern: /(?<![\w])(?<cut>[A-Za-z]:(?:\\{1,2}|\/)Users(?:\\{1,2}|\/)[^\\/\s:'"`<>|,;]+)/dg,
    instead: '~',
    accepts: (cut) => !/(?:Public|Default)$/.test(cut),
  },
];

/** What says who somebody is, and opens nothing: code may hold it. */
export const personal: ReadonlySet<string> = new Set(PLACES.map(({ what }) => what));

/** In order: where two find the same place, the first one names it. */
export const redactRules: readonly RedactRule[] = [...FORMS, ...CONTEXTS, ...PLACES];

/** The value beside a telling name: random, or at least no word, number, call or name of a thing. */
function isSecret(value: string, match: RegExpExecArray): boolean {
  if (PLACEHOLDER.test(value) || /^\d+$/.test(value)) return false;
  const isQuoted = match[1] !== undefined;
  if (/\s/.test(value)) return false;
  if (isRandom(value)) return true;
  // A pass phrase is no key, but only where it is said that this is one.
  const isPassword = /passw|passphrase|pwd|[-_]?secret\b/i.test(match[0].slice(0, match[0].indexOf(value)));
  // `hunter2secretpw` has no mark but its digits, and is as long as no word with a number behind it is.
  const hasMark =
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    (/[^\w./-]|[A-Z]/.test(value) || /^(?=.{8})[a-z0-9]*\d[a-z][a-z0-9]*$/.test(value));
  return isPassword && hasMark && (isQuoted || !/[().]/.test(value));
}

function isRandom(value: string): boolean {
  if (value.length < 16 || !/\d/.test(value) || !/[a-z]/i.test(value) || !/^[\w+/=.~%-]+$/.test(value))
    return false;
  // Paths, addresses, versions and dotted or dashed words.
  if (/\d+\.\d+\.\d+/.test(value)) return false;
  if (value.includes('/') && !value.split('/').some(isMixed)) return false;
  return entropyOf(value) > (/^[0-9a-f-]+$/i.test(value) ? 2.8 : RANDOM_BITS);
}

/** Both cases and digits in one word: no folder is called so. */
function isMixed(word: string): boolean {
  return /\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word);
}

function all(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, `dg${pattern.flags.replace(/[dg]/g, '')}`);
}
