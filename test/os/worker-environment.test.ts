import { expect, it } from '@jest/globals';
import { toWorkerEnvironment } from '../../src/os/worker-environment.ts';

it('hands on what work needs, and nothing that opens a door', () => {
  const needed = {
    ...{ PATH: '/usr/bin:/bin', HOME: '/home/ada', LANG: 'C.UTF-8', SSH_AUTH_SOCK: '/tmp/ssh-1/agent.7' },
    ...{ NPM_TOKEN: 'for installs', HTTPS_PROXY: 'http://me:pass@proxy:3128', DREAMOS_SANDBOX: 'auto' },
  };
  const secret = {
    ...{ APP_ID: '1', PRIVATE_KEY: 'k', PRIVATE_KEY_PATH: '/k.pem', WEBHOOK_SECRET: 's', GITHUB_TOKEN: 't' },
    ...{ DATABASE_URL: 'postgres://me:hunter2@db/x', SENTRY_DSN: 'an address', SMTP_PASS: 'something' },
    ...{ ANYTHING: ['Qx7Zt9', 'Lm2Kp4Vw8Rb6'].join('Yh') },
  };
  expect(toWorkerEnvironment({ ...needed, ...secret })).toEqual(needed);
});
