import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { FakeApp } from './fake-github.ts';

let pem: string | null = null;

/** The app with a key of its own. A process makes one key: they cost a tenth of a second each. */
export function makeApp(): { readonly app: FakeApp; readonly publicKey: KeyObject } {
  pem ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  }).privateKey;
  const app = { id: 4242, slug: 'dreamos', privateKey: pem, webhookSecret: 'not-a-secret-of-anybody' };
  return { app, publicKey: createPublicKey(pem) };
}
