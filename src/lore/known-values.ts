import { entropyOf, RANDOM_BITS, SECRET_NAME } from '../domain/secrets.ts';

/** A text that is secret on this machine, and what it is. */
export interface KnownValue {
  readonly value: string;
  readonly what: string;
}

/** Beside `SECRET_NAME`: names whose values are secrets in an environment, though they would be nothing special in a log. */
const SECRET_VARIABLE =
  /(?:^|_)(?:auth|cookie|dsn|pass|pat|pwd|session|webhook|key|salt|pin)(?:$|_)|connection_?string/i;
/** What such a variable may also tell: where the secret is, not what. */
const NO_VALUE =
  /_(?:sock|path|file|dir|home|name|user|host|port|type|id|ttl|enabled|level|version|region|method|agent)$/i;
const PLAIN_VALUE = /^(?:true|false|yes|no|on|off|none|null|undefined|auto|\d{1,5})$/i;
const LEAST_LENGTH = 6;

/** Which values of an environment are secrets, with the ways that they are printed in: the longest first. */
export function findKnownValues(environment: Readonly<Record<string, string>>): readonly KnownValue[] {
  const found = Object.entries(environment)
    .filter(([name, value]) => value.trim().length >= LEAST_LENGTH && isSecretVariable(name, value.trim()))
    .flatMap(([name, value]) =>
      formsOf(value.trim()).map((form) => ({ value: form, what: `the value of ${name}` })),
    );
  return found.sort((a, b) => b.value.length - a.value.length);
}

/** Whether what a variable says is a secret, by its name or by how it looks. */
export function isSecretVariable(name: string, value: string): boolean {
  if (PLAIN_VALUE.test(value)) return false;
  if (SECRET_NAME.test(name) || SECRET_VARIABLE.test(name)) return !NO_VALUE.test(name) && !isPath(value);
  return isKey(value);
}

/** Random letters of both cases and digits. Hexadecimal is left: commits, runs and hashes are so. */
function isKey(value: string): boolean {
  return (
    /^[\w+/=~-]{20,}$/.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    /\d/.test(value) &&
    !isPath(value) &&
    entropyOf(value) > RANDOM_BITS
  );
}

function isPath(value: string): boolean {
  return /^(?:\.{0,2}|~|[A-Za-z]:)[/\\](?:[\w. -]+[/\\])+/.test(value) || /^\/[\w.-]+$/.test(value);
}

/** As it is, in an address, in JSON, in base 64. */
function formsOf(value: string): string[] {
  const base64 = Buffer.from(value, 'utf8').toString('base64').replace(/=+$/, '');
  const forms = [value, encodeURIComponent(value.toWellFormed()), JSON.stringify(value).slice(1, -1)];
  const lines = value.split('\n').map((line) => line.trim());
  return [
    ...new Set([
      ...forms,
      ...(value.length >= 8 ? [base64, base64.replaceAll('+', '-').replaceAll('/', '_')] : []),
      ...(lines.length > 1 ? lines.filter((line) => line.length >= 16) : []),
    ]),
  ];
}
