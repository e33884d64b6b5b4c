/**
 * Tokens that show by their form alone, as their makers document them: nothing else looks like one. Shared by the guard,
 * which refuses a patch that adds one, and by redaction, which cuts them out of what is written.
 */
export const SECRET_TOKENS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/, 'a private key'],
  [/\bAGE-SECRET-KEY-1[0-9A-Z]{40,}/, 'a private key'],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, 'an AWS key'],
  [/\bgh[pousr]_[A-Za-z0-9]{30,}\b|\bgithub_pat_[A-Za-z0-9_]{40,}\b/, 'a GitHub token'],
  [/\bgl(?:pat|ptt|dt|rt|ft|soat|cbt|imt|agent)-[\w-]{20,}|\bGR1348941[\w-]{20,}/, 'a GitLab token'],
  [/\bATATT3x[\w=-]{50,}|\bATCTT3x[\w=-]{50,}|\bATBB[A-Za-z0-9]{24,}\b/, 'an Atlassian token'],
  [/\bnpm_[A-Za-z0-9]{30,}\b|_authToken\s*=\s*(?!\$\{)\S{8,}/, 'an npm token'],
  [/\bpypi-AgE[\w-]{50,}/, 'a PyPI token'],
  [/\brubygems_[0-9a-f]{48}\b/, 'a RubyGems key'],
  [/\bdckr_(?:pat|oat)_[\w-]{20,}/, 'a Docker token'],
  [
    /\bxox[abeoprs]-[\w-]{10,}|\bxapp-\d-[\w-]{20,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{8,}/,
    'a Slack token',
  ],
  [
    /\bdiscord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{30,}|\b[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,}\b/,
    'a Discord token',
  ],
  [/\b\d{8,10}:AA[\w-]{33}(?![\w-])/, 'a Telegram token'],
  [/\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}|\bwhsec_[A-Za-z0-9+/=]{24,}/, 'a Stripe key'],
  [/\bsq0(?:atp|csp|idp)-[\w-]{22,}/, 'a Square key'],
  [/\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/, 'a Shopify token'],
  [/\bsk-(?:[a-z]+\d*-){0,3}(?:(?=[\w-]{0,80}\d)(?=[\w-]{0,80}[A-Z])[\w-]{20,}|[0-9a-f]{32})/, 'an API key'],
  [/\bAIza[\w-]{35}(?![\w-])|\bya29\.[\w-]{20,}|\bGOCSPX-[\w-]{20,}/, 'a Google key'],
  [/\bSG\.[\w-]{16,}\.[\w-]{16,}/, 'a SendGrid key'],
  [/\bkey-[0-9a-f]{32}\b|\b[0-9a-f]{32}-us\d{1,2}\b/, 'a mail service’s key'],
  [/\b(?:SK|AC)[0-9a-f]{32}\b/, 'a Twilio key'],
  [/\bdo[oprt]_v1_[0-9a-f]{64}\b/, 'a DigitalOcean token'],
  [/\bdapi[0-9a-f]{32}\b/, 'a Databricks token'],
  [/\bhf_[A-Za-z0-9]{30,}\b/, 'a Hugging Face token'],
  [/\b(?:lin_api|lin_oauth)_[A-Za-z0-9]{32,}/, 'a Linear key'],
  [/\b(?:ntn|secret)_[A-Za-z0-9]{40,}\b/, 'a Notion token'],
  [/\bfigd_[\w-]{35,}/, 'a Figma token'],
  [/\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}\b/, 'a Postman key'],
  [/\bdp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,}/, 'a Doppler token'],
  [/\bhv[sbr]\.[\w-]{24,}/, 'a Vault token'],
  [/\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}/, 'a Terraform token'],
  [/\bgl(?:sa|c)_[\w+/=-]{32,}/, 'a Grafana token'],
  [/\bsntrys_[\w+/=-]{60,}|\bsntryu_[0-9a-f]{64}\b/, 'a Sentry token'],
  [/\bNRAK-[A-Z0-9]{27}\b/, 'a New Relic key'],
  [/\bpscale_(?:tkn|oauth|pw)_[\w.=-]{32,}/, 'a PlanetScale token'],
  [/\bsbp_[0-9a-f]{40}\b/, 'a Supabase token'],
  [/\b\w{3}\dQ~[\w.~-]{31,34}/, 'an Azure secret'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, 'a signed web token'],
];

/** Names whose values are secrets: `DB_PASSWORD`, `api-key`, `clientSecret`. */
export const SECRET_NAME =
  /password|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|account[-_]?key|private[-_]?key|auth[-_]?key|encryption[-_]?key|signing[-_]?key|credential/i;

/** Shannon's entropy in bits per character. Words stay below 3.6, keys do not. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Bits per character above which a text with letters and digits is taken for a key. */
export const RANDOM_BITS = 3.6;

/** Where secrets are known from that do not show by their form. */
export interface Machine {
  /** Every variable as it was. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute path of the user's home folder. */
  readonly home: string;
}
