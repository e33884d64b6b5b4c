import type { Draw } from './draw.ts';

/** A secret in a line as it is met. */
export interface Planted {
  readonly name: string;
  readonly text: string;
  /** What must not be left. */
  readonly secret: string;
}

export const ENVIRONMENT = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/srv/people/grace',
  LANG: 'en_GB.UTF-8',
  CI: 'true',
  GITHUB_SHA: '3f786850e387550fdab836ed7e6dc881de23001b',
  GITHUB_REF_NAME: 'main',
  NODE_OPTIONS: '--max-old-space-size=4096',
  SSH_AUTH_SOCK: '/tmp/ssh-1/agent.77',
  TOKEN_FILE: '/run/secrets/token',
  DEPLOY_PASSWORD: ['purple', 'otter'].join(' '),
  SESSION_COOKIE_SECRET: ['s3ss', 'ion&co'].join(''),
  BUILD_ID_SEED: ['Qx7', 'Zt9Lm2', 'Kp4Vw8Rb6'].join('Yh'),
};

/**
 * Made, none is real. Each is put together from parts when the tests run, so that no scanner takes this file for a leak.
 */
export function plantSecrets(draw: Draw): Planted[] {
  return [...vendors(draw), ...keys(draw), ...places(draw), ...named(draw), ...values()];
}

function vendors(draw: Draw): Planted[] {
  const token = (
    name: string,
    secret: string,
    around = (it: string) => `got ${it} from the runner`,
  ): Planted => ({
    name,
    text: around(secret),
    secret,
  });
  return [
    token('AWS access key', `AK${'IA'}${draw.upper(16)}`),
    token('AWS temporary key', `AS${'IA'}${draw.upper(16)}`, (it) => `"AccessKeyId": "${it}",`),
    ...['p', 'o', 'u', 's', 'r'].map((kind) => token(`GitHub gh${kind}`, `gh${kind}${'_'}${draw.alnum(36)}`)),
    token('GitHub fine-grained', ['github', 'pat', draw.alnum(22), draw.alnum(59)].join('_')),
    token('GitLab', `gl${'pat-'}${draw.url(20)}`),
    token('GitLab runner', `gl${'rt-'}${draw.url(20)}`),
    token('npm', `np${'m_'}${draw.alnum(36)}`, (it) => `npm error 401 ${it} is not valid`),
    token('PyPI', `py${'pi-Ag'}EIcHlwaS5vcmc${draw.url(70)}`),
    token('RubyGems', `ruby${'gems_'}${draw.hex(48)}`),
    token('Docker', `dckr${'_pat_'}${draw.url(27)}`),
    token('Slack bot', ['xo', 'xb-', draw.digits(12), '-', draw.digits(12), '-', draw.alnum(24)].join('')),
    token('Slack app', ['xa', 'pp-1-', draw.upper(11), '-', draw.digits(13), '-', draw.hex(64)].join('')),
    token(
      'Slack hook',
      [
        'https://hooks.',
        'slack.com/services/T',
        draw.upper(8),
        '/B',
        draw.upper(8),
        '/',
        draw.alnum(24),
      ].join(''),
    ),
    token('Discord bot', ['M', draw.alnum(23), '.', draw.url(6), '.', draw.url(38)].join('')),
    token(
      'Discord hook',
      ['https://dis', 'cord.com/api/webhooks/', draw.digits(18), '/', draw.url(68)].join(''),
    ),
    token('Telegram', `${'7'}${draw.digits(9)}:A${'A'}${draw.url(33)}`),
    token('Stripe live', ['sk', 'live', draw.alnum(24)].join('_')),
    token('Stripe restricted', ['rk', 'live', draw.alnum(24)].join('_')),
    token('Stripe hook', `wh${'sec_'}${draw.alnum(32)}`),
    token('Square', `sq0${'atp-'}${draw.url(22)}`),
    token('Shopify', `shp${'at_'}${draw.hex(32)}`),
    token('OpenAI', `s${'k-proj-'}${draw.url(48)}`),
    token('Anthropic', `s${'k-ant-api03-'}${draw.url(93)}AA`),
    token('Google API', `AI${'za'}${draw.url(35)}`, (it) => `GET /maps?region=gb&key=${it}&v=3`),
    token('Google OAuth', `ya${'29.'}${draw.url(60)}`),
    token('Google client secret', `GOC${'SPX-'}${draw.url(28)}`),
    token('SendGrid', ['S', 'G.', draw.url(22), '.', draw.url(43)].join('')),
    token('Mailgun', `ke${'y-'}${draw.hex(32)}`),
    token('Mailchimp', `${draw.hex(32)}${'-us'}12`),
    token('Twilio', `S${'K'}${draw.hex(32)}`),
    token('DigitalOcean', `dop${'_v1_'}${draw.hex(64)}`),
    token('Databricks', `da${'pi'}${draw.hex(32)}`),
    token('Hugging Face', `h${'f_'}${draw.alnum(34)}`),
    token('Linear', `lin${'_api_'}${draw.alnum(40)}`),
    token('Notion', `nt${'n_'}${draw.alnum(46)}`),
    token('Figma', `fig${'d_'}${draw.url(40)}`),
    token('Postman', `PM${'AK-'}${draw.hex(24)}-${draw.hex(34)}`),
    token('Doppler', `d${'p.pt.'}${draw.alnum(43)}`),
    token('Vault', `hv${'s.'}${draw.url(90)}`),
    token('Terraform', `${draw.alnum(14)}.atlas${'v1.'}${draw.url(67)}`),
    token('Grafana', `gl${'sa_'}${draw.alnum(32)}_${draw.hex(8)}`),
    token('Sentry', `sntr${'ys_'}${draw.base64(90)}`),
    token('New Relic', `NR${'AK-'}${draw.upper(27)}`),
    token('PlanetScale', `pscale${'_tkn_'}${draw.url(43)}`),
    token('Supabase', `sb${'p_'}${draw.hex(40)}`),
    token('Atlassian', `ATA${'TT3x'}FfGF0${draw.url(180)}=${draw.hex(8).toUpperCase()}`),
    token('Azure secret', `${draw.alnum(3)}8Q${'~'}${draw.url(34)}`),
    token(
      'JSON web token',
      ['ey', 'JhbGciOiJIUzI1NiJ9.', 'ey', 'J', draw.url(60), '.', draw.url(43)].join(''),
    ),
  ];
}

function keys(draw: Draw): Planted[] {
  const lines = Array.from({ length: 6 }, () => draw.base64(64));
  const last = `${draw.base64(22)}==`;
  const pem = (kind: string, body: readonly string[], end = true) =>
    [`-----BEGIN ${kind}-----`, ...body, ...(end ? [`-----END ${kind}-----`] : [])].join('\n');
  const secret = lines[3] ?? '';
  const rsa = ['RSA PRIVATE', 'KEY'].join(' ');
  return [
    { name: 'RSA key', text: `key:\n${pem(rsa, [...lines, last])}\ndone`, secret },
    { name: 'OpenSSH key', text: pem(['OPENSSH PRIVATE', 'KEY'].join(' '), [...lines, last]), secret: last },
    {
      name: 'PKCS8 key in JSON',
      text: JSON.stringify({ k: pem(['PRIVATE', 'KEY'].join(' '), [...lines, last]) }),
      secret,
    },
    { name: 'key that is cut off', text: pem(rsa, lines, false), secret: lines[5] ?? '' },
    {
      name: 'encrypted key',
      text: pem(rsa, [
        'Proc-Type: 4,ENCRYPTED',
        `DEK-Info: AES-128-CBC,${draw.hex(32).toUpperCase()}`,
        '',
        ...lines,
        last,
      ]),
      secret,
    },
    {
      name: 'PGP key',
      text: pem(['PGP PRIVATE', 'KEY BLOCK'].join(' '), [
        'Version: GnuPG v2',
        '',
        ...lines,
        last,
        `=${draw.base64(4)}`,
      ]),
      secret,
    },
    {
      name: 'age key',
      text: `# created\n${'AGE-SECRET'}-KEY-1${draw.upper(58)}`,
      secret: draw.upper(0) || '-KEY-1',
    },
  ];
}

function places(draw: Draw): Planted[] {
  const password = draw.alnum(14);
  const token = draw.alnum(24);
  return [
    {
      name: 'Postgres address',
      text: `connect postgres://app:${password}@db.internal:5432/app failed`,
      secret: password,
    },
    { name: 'Redis address', text: `REDIS=redis://:${password}@cache:6379/0`, secret: password },
    { name: 'Mongo address', text: `mongodb+srv://root:${password}@c0.mongodb.net/x`, secret: password },
    {
      name: 'password of words in an address',
      text: `ftp://bob:${['blue', 'cheese'].join('')}@files.acme.io`,
      secret: 'bluecheese',
    },
    {
      name: 'token in a clone address',
      text: `Cloning https://${token}1@github.com/acme/app.git`,
      secret: token,
    },
    {
      name: 'signed address',
      text: `PUT https://a.blob.core.windows.net/x?sv=2022&sig=${draw.alnum(40)}%3D`,
      secret: '',
    },
    { name: 'basic authorization', text: `> Authorization: Basic ${draw.base64(24)}`, secret: '' },
    { name: 'bearer authorization', text: `{ "authorization": "Bearer ${draw.url(40)}" }`, secret: '' },
    { name: 'curl user', text: `curl -u deploy:${password} https://repo.acme.io`, secret: password },
    { name: 'netrc', text: `machine api.acme.io login deploy password ${password}`, secret: password },
    { name: 'session cookie', text: `Cookie: connect.sid=${draw.alnum(32)}9; theme=dark`, secret: '' },
    {
      name: 'ADO connection',
      text: `Server=tcp:db;User ID=sa;Password=${password};Encrypt=True`,
      secret: password,
    },
    {
      name: 'storage account',
      text: `AccountName=acme;AccountKey=${draw.base64(86)}==;EndpointSuffix=x`,
      secret: '',
    },
    { name: 'e-mail', text: `Reported by ${'grace'}.hopper@navy.mil yesterday`, secret: 'hopper@navy' },
    { name: 'e-mail in brackets', text: `Author: Ada L. <${'ada'}@lovelace.co.uk>`, secret: 'ada@lovelace' },
    { name: 'own home', text: `at run (${ENVIRONMENT.HOME}/app/src/a.ts:3:1)`, secret: ENVIRONMENT.HOME },
    { name: 'other home', text: `ENOENT: open '/home/${'linus'}/app/x.json'`, secret: 'linus' },
    { name: 'Mac home', text: `at file:///Users/${'steve'}/work/a.mjs:1`, secret: 'steve' },
    { name: 'Windows home', text: `C:\\Users\\${'bill'}\\app\\index.ts(4,2)`, secret: 'bill' },
  ];
}

function named(draw: Draw): Planted[] {
  const pass = `${draw.alnum(5)}!7${draw.alnum(4)}Q`;
  const key = `${draw.base64(39)}7`;
  const plain = (name: string, text: string, secret: string): Planted => ({ name, text, secret });
  return [
    plain('AWS secret key', `aws_secret_access_key = ${key}`, key),
    plain('secret in JSON', `{"clientSecret":"${draw.alnum(30)}5"}`, ''),
    plain('secret in YAML', `  api_key: ${draw.hex(32)}`, ''),
    plain('secret in a shell', `export DATADOG_API_KEY=${draw.hex(32)}`, ''),
    plain('UUID as a key', `HEROKU_API_KEY=${[8, 4, 4, 4, 12].map((n) => draw.hex(n)).join('-')}`, ''),
    plain('password in code', `login({ password: '${pass}' })`, pass),
    plain('password in a shell', `PGPASSWORD=${pass} psql`, pass),
    plain('password as an option', `mysql --password=${pass} app`, pass),
    plain('escaped JSON', `"{\\"token\\":\\"${draw.alnum(31)}2\\"}"`, ''),
    plain('npmrc', `//registry.npmjs.org/:_auth${'Token'}=${draw.alnum(20)}3`, ''),
  ];
}

function values(): Planted[] {
  const { DEPLOY_PASSWORD, SESSION_COOKIE_SECRET, BUILD_ID_SEED } = ENVIRONMENT;
  const base64 = Buffer.from(SESSION_COOKIE_SECRET).toString('base64').replace(/=+$/, '');
  return [
    { name: 'value of words', text: `tried "${DEPLOY_PASSWORD}" twice`, secret: DEPLOY_PASSWORD },
    {
      name: 'value in an address',
      text: `?next=${encodeURIComponent(SESSION_COOKIE_SECRET)}`,
      secret: encodeURIComponent(SESSION_COOKIE_SECRET),
    },
    { name: 'value in base 64', text: `Expected: ${base64}`, secret: base64 },
    { name: 'value that only looks random', text: `seed ${BUILD_ID_SEED} used`, secret: BUILD_ID_SEED },
  ];
}
