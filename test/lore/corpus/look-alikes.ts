import type { Draw } from './draw.ts';

/** Lines of logs, code and lore that have the look of a secret and are none: nothing of them may be cut. */
export function drawLookAlikes(draw: Draw): string[] {
  return [...ids(draw), ...data(draw), ...code(), ...addresses(draw), ...logs(draw)];
}

function ids(draw: Draw): string[] {
  const sha = draw.hex(40);
  const ulid = `01${draw.of('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 24)}`;
  const uuid = [8, 4, 4, 4, 12].map((n) => draw.hex(n)).join('-');
  return [
    `commit ${sha}`,
    `base: ${sha}`,
    `HEAD is now at ${sha.slice(0, 12)} fix the token refresh`,
    `src/auth/token.ts@${sha}`,
    `fingerprint: ${draw.hex(64)}`,
    `sha256:${draw.hex(64)}`,
    `- lore/2026/11/${ulid}-rotate-the-secret-name.md`,
    `id: ${ulid}`,
    `run: 20261124060000000-${draw.hex(6)}`,
    `request ${uuid} took 3 ms`,
    `x-request-id: ${uuid}`,
    `etag: W/"${draw.hex(32)}"`,
    `md5 ${draw.hex(32)}  secrets.test.ts`,
    `index ${draw.hex(7)}..${draw.hex(7)} 100644`,
    `blob ${draw.hex(40)} 1234\ttest/token.test.ts`,
    `key: node-linux-x64-${draw.hex(64)}`,
    `Cache restored from key: npm-${draw.hex(40)}`,
    `docker.io/library/node@sha256:${draw.hex(64)}`,
    `uses: actions/checkout@${sha}`,
    `BuildID[sha1]=${sha}`,
  ];
}

function data(draw: Draw): string[] {
  return [
    `"integrity": "sha512-${draw.base64(86)}=="`,
    `integrity sha1-${draw.base64(27)}=`,
    `resolution: {integrity: sha512-${draw.base64(86)}==}`,
    `checksum: 10c0/${draw.hex(128)}`,
    `"resolved": "https://registry.npmjs.org/js-tokens/-/js-tokens-4.0.0.tgz"`,
    `<img src="data:image/png;base64,iVBORw0KGgo${draw.base64(120)}==">`,
    `//# sourceMappingURL=data:application/json;base64,${draw.base64(120)}`,
    `const wasm = '${draw.base64(96)}';`,
    `mappings: "AAAA,SAAS,${draw.of('ACEGIKMOQSUWY', 20)},GAAG,${draw.of('ACEGIKMOQ', 12)};AACA"`,
    `script-src 'nonce-${draw.base64(22)}=='`,
    `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${draw.base64(43)} deploy`,
    ['-----BEGIN CERTIFICATE-----', draw.base64(64), draw.base64(64), '-----END CERTIFICATE-----'].join('\n'),
    ['-----BEGIN PUBLIC KEY-----', draw.base64(64), '-----END PUBLIC KEY-----'].join('\n'),
    `0x${draw.hex(64)}`,
    `vitest-${draw.alnum(8)}`,
    `chunk-${draw.upper(8)}.js  12.31 kB`,
  ];
}

function code(): string[] {
  return [
    'const token = await getAccessToken(request.headers);',
    'password: string;',
    'Expected token: Identifier, got: Punctuator',
    "import { tokenize } from './lexer/tokenizer.ts';",
    'SyntaxError: Unexpected token } in JSON at position 42',
    "Property 'clientSecret' does not exist on type 'OAuthConfiguration'.",
    'secretName: production-database-credentials',
    'process.env.GITHUB_TOKEN ?? throwMissing("GITHUB_TOKEN")',
    'password=${DB_PASSWORD}',
    'token: ${{ secrets.GITHUB_TOKEN }}',
    'apiKey: "<your-api-key-goes-here>"',
    'api_key = os.environ["SERVICE_API_KEY"]',
    'password: "correct horse battery staple is an example"',
    'tokens: 14823, cached: 12000',
    'accessKey={this.props.accessKeyForTheMenu}',
    'expect(passwordStrength).toBeGreaterThanOrEqual(3)',
    "it('rejects a token that is expired', async () => {",
    'const isSecretAccessKeyValid = validateSecretAccessKey;',
    'tokenEndpoint: /oauth2/v2.0/token',
    'Bearer authentication is required',
    'Authorization: Bearer <token>',
    'secret: null',
  ];
}

function addresses(draw: Draw): string[] {
  return [
    'git@github.com:acme/app.git',
    'ssh://git@gitlab.com:22/acme/app.git',
    'https://github.com/acme/app/blob/main/src/auth/password-reset.ts#L20-L42',
    `https://github.com/acme/app/commit/${draw.hex(40)}`,
    'postgres://user:password@localhost:5432/test',
    'https://user:${PASSWORD}@example.com/',
    'lodash@4.17.21 and @types/node@24.19.2',
    'node_modules/.pnpm/react-dom@18.2.0_react@18.2.0/node_modules/react-dom/index.js',
    'assets/logo@2x.png and icons/menu@3x.webp',
    'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>',
    'noreply@github.com',
    'alice@example.com',
    '@Component({ selector: "app-root" })',
    'src/home/linus/page.tsx',
    'https://acme.io/home/news',
    'http://localhost:3000/users/grace?tab=home',
    'at Object.<anonymous> (/usr/lib/node_modules/npm/lib/cli.js:12:3)',
    '?code=E1001&key=ArrowDown',
  ];
}

function logs(draw: Draw): string[] {
  return [
    'Time:        12.345 s, estimated 14 s',
    `TS2322: Type '"a"' is not assignable to type 'SecretManagerServiceClientOptions'.`,
    'AC_MSG_CHECKING([for the compiler])',
    'task-runner-with-a-very-long-name-that-has-2-numbers-3',
    'npm_config_registry=https://registry.npmjs.org/',
    'npm_lifecycle_script and npm_package_dependencies_typescript',
    'key-value-store-implementation-of-32-shards',
    'hf_datasets_cache is not writable',
    `Snapshot name: \`renders the token list 1\``,
    'sk-button sk-button--primary-outlined is-active',
    'test_access_token_is_refreshed_when_expired_twice (auth.tests.TokenTest)',
    `worker ${draw.digits(5)} exited: 137`,
  ];
}
