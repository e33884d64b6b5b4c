import { describe, expect, it } from '@jest/globals';
import { tameSettings } from '../../../src/adapters/npm/tame-settings.ts';

describe('tameSettings', () => {
  it('keeps where yarn takes packages from, and no program', () => {
    const text = [
      '# a comment',
      'yarnPath: .yarn/releases/yarn.cjs',
      'nodeLinker: node-modules',
      'plugins:',
      '  - path: patches/evil.js',
      '- path: also evil',
      'npmScopes:',
      '  mine:',
      '    npmRegistryServer: https://registry.example',
      '"plu\\u0067ins": [evil]',
      '{ plugins: [evil] }',
      'enableScripts: true',
    ].join('\n');
    expect(tameSettings('.yarnrc.yml', text)).toEqual({
      text: 'nodeLinker: node-modules\nnpmScopes:\n  mine:\n    npmRegistryServer: https://registry.example\n',
      dropped: [
        'yarnPath',
        'plugins',
        '- path: also evil',
        '"plu\\u0067ins": [evil]',
        '{ plugins: [evil] }',
        'enableScripts',
      ],
    });
  });

  it('keeps the registry of the older yarn, and no folder elsewhere', () => {
    const text =
      'registry "https://registry.example"\r\nyarn-path "./evil.js"\r\n--modules-folder /elsewhere\r\n';
    expect(tameSettings('.yarnrc', text)).toEqual({
      text: 'registry "https://registry.example"\n',
      dropped: ['yarn-path', '--modules-folder'],
    });
  });

  it('keeps what npm installs, and neither a git of its own nor another place', () => {
    const text =
      '; a comment\nlegacy-peer-deps=true\ngit=./evil\n "git" = ./evil\n"gi\\u0074"=./evil\n@mine:registry=https://r.example\n//r.example/:_authToken=${X}\nglobal=true\nstore-dir=/elsewhere\n';
    expect(tameSettings('.npmrc', text)).toEqual({
      text: 'legacy-peer-deps=true\n@mine:registry=https://r.example\n//r.example/:_authToken=${X}\n',
      dropped: ['git', 'git', 'gi\\u0074', 'global', 'store-dir'],
    });
  });

  it('takes the sum of hooks out of a lockfile of pnpm, and leaves others as they are', () => {
    const lock = "lockfileVersion: '9.0'\n\npnpmfileChecksum: sha256-abc\n\nimporters: {}\n";
    expect(tameSettings('pnpm-lock.yaml', lock).text).toBe("lockfileVersion: '9.0'\n\n\nimporters: {}\n");
    expect(tameSettings('package.json', '{"a": 1}')).toEqual({ text: '{"a": 1}', dropped: [] });
  });
});
