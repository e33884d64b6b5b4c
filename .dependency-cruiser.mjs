/**
 * The floors of the house: who may import whom. Each rule says what to do instead.
 * `test/floors.test.ts` plants a forbidden import per rule and sees it refused.
 */
const room = (...names) => `^src/(${names.join('|')})/`;
const floors = [
  [
    'domain-is-the-ground',
    room('domain'),
    '^src/',
    room('domain'),
    'domain/ imports nothing of ours: move the code up a floor, or the type it needs down into domain/.',
  ],
  [
    'config-sees-domain',
    room('config'),
    '^src/',
    room('config', 'domain'),
    'config/ is a floor-1 room: it may import domain/ only.',
  ],
  [
    'checks-see-domain',
    room('checks'),
    '^src/',
    room('checks', 'domain'),
    'checks/ is a floor-1 room: it may import domain/ only. What it needs from an adapter comes in through a port.',
  ],
  [
    'adapters-see-domain',
    room('adapters'),
    '^src/',
    room('adapters', 'domain'),
    'adapters/ turn vendor shapes into our nouns: they may import domain/ only.',
  ],
  [
    'repair-sees-checks-and-domain',
    room('repair'),
    '^src/',
    room('repair', 'checks', 'domain'),
    'repair/ may import checks/ and domain/. Git, processes and files come in through ports.',
  ],
  [
    'agents-see-rooms-below',
    room('agents'),
    '^src/',
    room('agents', 'repair', 'lore', 'checks', 'domain'),
    'agents/ work through ports: no adapter, no command, no config file reading here.',
  ],
  [
    'commands-see-rooms-below',
    room('commands'),
    '^src/',
    room('commands', 'repair', 'lore', 'checks', 'domain'),
    'commands/ reach agents through ctx.dispatch and the world through ctx: no adapter, no agent here.',
  ],
  [
    'modules-see-domain',
    room('modules'),
    '^src/',
    room('modules', 'domain'),
    'modules/ see only what an outside module sees: domain/.',
  ],
  [
    'entries-translate',
    room('entry'),
    '^src/',
    '^src/(os\\.ts|os/|entry/|adapters/|web/|domain/)',
    'entry/ translates and prints. Decisions belong below os.ts.',
  ],
  [
    'os-is-not-imported-from-below',
    '^src/(?!entry/|os\\.ts|os/)',
    '^src/os(\\.ts$|/)',
    undefined,
    'os.ts is the composition root: only entry/ imports it.',
  ],
];
const vendors = [
  ['simple-git', 'adapters/git/', 'Git runs through adapters/git: use the History or Workspaces port.'],
  ['@babel/', 'repair/', 'Syntax trees are read in repair/ only.'],
  ['typescript', 'repair/fixers/', "TypeScript's API is used in repair/fixers only."],
  ['@octokit/', 'adapters/github/', 'GitHub runs through adapters/github.'],
  [
    'probot',
    '(adapters/github|entry/app)/',
    'GitHub runs through adapters/github; its deliveries come in at entry/app.',
  ],
  ['discord\\.js', 'adapters/discord/', 'Discord runs through adapters/discord.'],
  ['yaml', 'config/', 'YAML is read in config/ only.'],
];
export default {
  forbidden: [
    ...floors.map(([name, from, to, except, comment]) => ({
      name,
      severity: 'error',
      comment,
      from: { path: from },
      to: { path: to, ...(except ? { pathNot: except } : {}) },
    })),
    ...vendors.map(([vendor, home, comment]) => ({
      name: `vendor-home-${vendor.replace(/[^a-z]/g, '')}`,
      severity: 'error',
      comment,
      from: { path: '^src/', pathNot: `^src/${home}` },
      to: { path: `node_modules/${vendor}` },
    })),
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'A cycle means two files are one thing, or a noun is missing: move what both need into a third file.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'This import does not resolve: fix the path or add the dependency to package.json.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'src-does-not-see-tests',
      severity: 'error',
      comment: 'Product code does not know its tests.',
      from: { path: '^src/' },
      to: { path: '^(test|bench|examples)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/(fixtures|tools)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
