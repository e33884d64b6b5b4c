import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildChildEnvironment } from '../../../src/adapters/process/child-environment.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'child-environment-'));
  mkdirSync(join(home, '.volta'));
  mkdirSync(join(home, 'node'));
  writeFileSync(join(home, 'node', 'node'), '');
  chmodSync(join(home, 'node', 'node'), 0o755);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function environment(parent: Record<string, string>, trusted = false) {
  return buildChildEnvironment(
    { parent, home, tempHome: join(home, 'temp'), nodeDir: join(home, 'own-node') },
    trusted,
  );
}

describe('buildChildEnvironment', () => {
  const secrets = {
    GITHUB_TOKEN: 's',
    NPM_TOKEN: 's',
    AWS_SECRET_ACCESS_KEY: 's',
    npm_config__authToken: 's',
    'npm_config_//registry/:_authToken': 's',
    HTTPS_PROXY: 'http://user:s@proxy',
    NODE_OPTIONS: '--inspect',
    GIT_DIR: '/elsewhere',
    npm_package_name: 'ours',
    SSH_AUTH_SOCK: '/agent',
    INIT_CWD: '/x',
  };

  it('passes on what is listed and nothing else', () => {
    const plain = { LANG: 'de_DE.UTF-8', LC_ALL: 'C', TZ: 'UTC', USER: 'me', NODE_EXTRA_CA_CERTS: '/ca' };
    const made = environment({ ...plain, ...secrets });
    expect(made).toMatchObject(plain);
    for (const name of Object.keys(secrets)) expect(made).not.toHaveProperty([name]);
  });

  it('makes a run look like one in CI, and says nothing of colours', () => {
    const made = environment({ TERM: 'xterm', FORCE_COLOR: '3', NO_COLOR: '1' });
    expect(Object.keys(made).filter((name) => name.includes('COLOR'))).toEqual([]);
    expect(made).toMatchObject({
      CI: 'true',
      TERM: 'dumb',
      npm_config_audit: 'false',
      GIT_TERMINAL_PROMPT: '0',
      GIT_CONFIG_NOSYSTEM: '1',
    });
  });

  it('keeps home folder, caches and temporary files apart from the user’s', () => {
    const made = environment({ HOME: home, XDG_CONFIG_HOME: '/mine' });
    expect(made.HOME).toBe(join(home, 'temp'));
    expect(made.XDG_CONFIG_HOME).toBe(join(home, 'temp', '.config'));
    expect(made.TMPDIR).toBe(join(home, 'temp', 'tmp'));
  });

  it('tells version managers where they live, for their shims look below HOME', () => {
    const made = environment({});
    expect(made.VOLTA_HOME).toBe(join(home, '.volta'));
    expect(made).not.toHaveProperty('ASDF_DIR');
  });

  it('leaves the install step the user’s home, proxies and registry settings', () => {
    const made = environment({ ...secrets, XDG_CONFIG_HOME: '/mine' }, true);
    expect(made).toMatchObject({
      HOME: home,
      XDG_CONFIG_HOME: '/mine',
      HTTPS_PROXY: secrets.HTTPS_PROXY,
      NPM_TOKEN: 's',
      'npm_config_//registry/:_authToken': 's',
    });
    for (const name of ['GITHUB_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'NODE_OPTIONS', 'GIT_DIR']) {
      expect(made).not.toHaveProperty([name]);
    }
  });

  it('does not hand on what npm set for the script that it runs us from', () => {
    const set = { npm_config_loglevel: 'silent', npm_config_local_prefix: '/ours', npm_config_registry: 'r' };
    const made = environment({ ...set, npm_lifecycle_event: 'dreamos' }, true);
    expect(made).not.toHaveProperty('npm_config_loglevel');
    expect(made).not.toHaveProperty('npm_config_local_prefix');
    expect(made.npm_config_registry).toBe('r');
    expect(environment(set, true).npm_config_loglevel).toBe('silent');
  });

  it('takes what npm put on PATH off again, and keeps the rest in order', () => {
    const folders = [
      '/ours/node_modules/.bin',
      '/node_modules/.bin',
      '/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin',
      join(home, 'node'),
      '/usr/bin',
    ];
    const PATH = folders.join(delimiter);
    expect(environment({ PATH, npm_lifecycle_event: 'dreamos' }).PATH).toBe(
      [join(home, 'node'), '/usr/bin'].join(delimiter),
    );
    expect(environment({ PATH }).PATH).toBe(PATH);
  });

  it('puts our own node last when there is no other', () => {
    expect(environment({ PATH: '/nowhere' }).PATH).toBe(['/nowhere', join(home, 'own-node')].join(delimiter));
  });
});
