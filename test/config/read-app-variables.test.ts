import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readAppVariables } from '../../src/config/read-app-variables.ts';

const pemOf = (type: 'pkcs1' | 'pkcs8') =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type, format: 'pem' }).toString();
const KEY = pemOf('pkcs1');
const folder = mkdtempSync(join(tmpdir(), 'dreamos-key-'));
afterAll(() => rmSync(folder, { recursive: true }));
const rest = { APP_ID: '42', WEBHOOK_SECRET: 's' };
const keyOf = (PRIVATE_KEY: string) => readAppVariables({ ...rest, PRIVATE_KEY }).credentials?.privateKey;
const why = (variables: Record<string, string>) => {
  try {
    readAppVariables(variables);
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('it was taken');
};

describe('readAppVariables', () => {
  it('has a default for all but the credentials', () => {
    const github = { url: 'https://github.com', api: 'https://api.github.com' };
    const bare = {
      port: 3000,
      host: '127.0.0.1',
      credentials: null,
      github,
      publicUrl: null,
      isVerbose: false,
      sandbox: 'auto',
    };
    expect(readAppVariables({})).toMatchObject(bare);
    const empty = { APP_ID: '', PRIVATE_KEY: ' ', WEBHOOK_SECRET: '', PORT: '' };
    expect(readAppVariables(empty)).toMatchObject(bare);
    expect(readAppVariables({ DREAMOS_DATA: '', XDG_STATE_HOME: '/state' }).dataDir).toBe('/state/dreamos');
    expect(readAppVariables({ DREAMOS_DATA: '/data', XDG_STATE_HOME: '/state' }).dataDir).toBe('/data');
  });

  it('takes what is set', () => {
    const read = readAppVariables({
      PORT: '0',
      HOST: '0.0.0.0',
      GHE_HOST: 'git.example.com:8080',
      GHE_PROTOCOL: 'http',
      PUBLIC_URL: 'https://dreamos.example.com/',
      LOG_LEVEL: 'debug',
      DREAMOS_SANDBOX: 'require',
    });
    expect(read).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      github: { url: 'http://git.example.com:8080', api: 'http://git.example.com:8080/api/v3' },
      publicUrl: 'https://dreamos.example.com',
      isVerbose: true,
      sandbox: 'require',
    });
  });

  it('reads a key however it was put into a variable, or from its file', () => {
    const pem = KEY.trim();
    expect(keyOf(KEY)).toBe(KEY);
    expect(keyOf(pem.replaceAll('\n', '\\n'))).toBe(KEY);
    expect(keyOf(pem.replaceAll('\n', ' '))).toBe(KEY);
    expect(keyOf(pem.replaceAll('\n', '\r\n'))).toBe(KEY);
    expect(keyOf(`"${pem}"`)).toBe(KEY);
    expect(keyOf(Buffer.from(KEY).toString('base64'))).toBe(KEY);
    const other = pemOf('pkcs8');
    expect(keyOf(other)).toBe(other);
    const path = join(folder, 'key.pem');
    writeFileSync(path, KEY);
    expect(readAppVariables({ ...rest, PRIVATE_KEY_PATH: path }).credentials).toEqual({
      appId: 42,
      privateKey: KEY,
      webhookSecret: 's',
    });
  });

  it('refuses a bad key in one line that does not show it', () => {
    const broken = KEY.replace(/[A-Za-z0-9+/]{40}\n/, 'x\n');
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    for (const bad of ['nonsense', broken, ec, '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----']) {
      const { code, message } = why({ ...rest, PRIVATE_KEY: bad });
      expect([code, message]).toEqual(['bad-usage', 'PRIVATE_KEY is no RSA private key in PEM form.']);
    }
    expect(why({ ...rest, PRIVATE_KEY_PATH: join(folder, 'none.pem') }).message).toContain('cannot be read');
  });

  it('names what is missing beside what is there', () => {
    expect(why({ APP_ID: '42' }).message).toBe(
      'PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET not set, but other credentials are.',
    );
    expect(why({ APP_ID: '42', PRIVATE_KEY: KEY }).message).toContain('WEBHOOK_SECRET not set');
  });

  it.each([
    [{ PORT: 'http' }, 'PORT must be a port'],
    [{ PORT: '70000' }, 'PORT must be a port'],
    [{ APP_ID: 'dreamos' }, 'APP_ID must be the number'],
    [{ GHE_HOST: 'https://x' }, 'GHE_HOST must be a host name'],
    [{ GHE_PROTOCOL: 'ftp' }, 'GHE_PROTOCOL must be https or http'],
    [{ DREAMOS_SANDBOX: 'off' }, 'DREAMOS_SANDBOX must be auto, require or none'],
    [{ PUBLIC_URL: 'dreamos.example.com' }, 'PUBLIC_URL must be an address'],
  ])('says what is wrong with %j', (variables, message) => {
    expect(why(variables as Record<string, string>).message).toContain(message);
  });
});
