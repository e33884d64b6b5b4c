import { type Case, create, edit, move, remove, rewrite } from './case.ts';

const hook = {
  path: 'src/hooks/use-debounce.ts',
  text: `import { useEffect, useState } from 'react';

export function useDebounce<T>(value: T, delay = 200): T {
  const [state, setState] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setState(value), delay);
    return () => clearTimeout(timer);
  }, [value]);
  return state;
}
`,
};
const store = {
  path: 'lib/store.js',
  text: `var fs = require('fs')
  , path = require('path');

function Store(dir) {
  this.dir = dir;
}

Store.prototype.read = function (key, cb) {
  fs.readFile(path.join(this.dir, key), 'utf8', function (err, text) {
    if (err) return cb(err);
    cb(null, JSON.parse(text));
  });
};

Store.prototype.skip = function (count) {
  this.offset = (this.offset || 0) + count;
  return this;
};

module.exports = Store;
`,
};
const form = {
  path: 'app/components/Form.tsx',
  text: `type Props = { onSave: (name: string) => void; initial?: string };

export const Form = ({ onSave, initial }: Props) => {
  const [name, setName] = React.useState(initial ?? '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave(nam);
      }}
    >
      <label htmlFor="name">Don't be shy</label>
      <input id="name" value={name} onChange={(event) => setName(event.target.value)} />
      {name.length > 0 && <button type="submit">Save</button>}
    </form>
  );
};
`,
};
const cli = {
  path: 'bin/cli.js',
  text: `#!/usr/bin/env node
import { run } from '../src/run.js';

run(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
`,
};
const service = {
  path: 'src/users/users.service.ts',
  text: `@Injectable()
export class UsersService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly mail: MailService,
  ) {}

  async invite(email: string): Promise<User> {
    const user = await this.users.save({ email });
    try {
      await this.mail.send(user);
    } catch {
      // The mail is sent again by the job.
    }
    return user;
  }

  find(id: any): Promise<User | null> {
    return this.users.findOneBy({ id });
  }
}
`,
};
const chaiTest = {
  path: 'test/store_test.js',
  text: `var Store = require('..')
var assert = require('assert')

describe('Store', function () {
  it('reads', function (done) {
    new Store('.').read('x', function (err, value) {
      assert.ifError(err)
      assert.equal(value, 1)
      done()
    })
  })
})
`,
};
const rtl = {
  path: 'app/components/Form.test.tsx',
  text: `import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Form } from './Form';

describe('<Form />', () => {
  const setup = (props = {}) => render(<Form onSave={jest.fn()} {...props} />);

  it('saves', async () => {
    const onSave = jest.fn();
    setup({ onSave });
    await userEvent.type(screen.getByLabelText("Don't be shy"), 'Ada');
    await userEvent.click(screen.getByText('Save'));
    expect(onSave).toHaveBeenCalledWith('Ada');
  });
});
`,
};
const manifest = {
  path: 'packages/ui/package.json',
  text: `{
  "name": "@acme/ui",
  "version": "0.3.0",
  "main": "./dist/index.cjs",
  "peerDependencies": {
    "react": ">=17"
  },
  "dependencies": {
    "@acme/core": "workspace:*",
    "clsx": "~2.0.0"
  },
  "devDependencies": {
    "react": "18.2.0"
  }
}
`,
};

export const honestVaried: readonly Case[] = [
  { name: 'adds a missing dependency of an effect', changes: [edit(hook, '[value]', '[value, delay]')] },
  { name: 'uses a generic with a default', changes: [edit(hook, '<T>(value: T', '<T = string>(value: T')] },
  {
    name: 'makes arrow functions of functions',
    changes: [edit(store, 'function (err, text) {', '(err, text) => {')],
  },
  {
    name: 'makes const of var',
    changes: [
      edit(
        store,
        "var fs = require('fs')\n  , path = require('path');",
        "const fs = require('fs');\nconst path = require('path');",
      ),
    ],
  },
  {
    name: 'adds a method to its own prototype',
    changes: [
      edit(
        store,
        'module.exports',
        'Store.prototype.only = function (keys) {\n  this.keys = keys;\n  return this;\n};\n\nmodule.exports',
      ),
    ],
  },
  {
    name: 'catches what JSON.parse throws',
    changes: [
      edit(
        store,
        '    cb(null, JSON.parse(text));',
        '    let value;\n    try {\n      value = JSON.parse(text);\n    } catch (error) {\n      return cb(error);\n    }\n    cb(null, value);',
      ),
    ],
  },
  {
    name: 'makes a class of a prototype',
    changes: [
      edit(
        store,
        'function Store(dir) {\n  this.dir = dir;\n}',
        'class Store {\n  constructor(dir) {\n    this.dir = dir;\n  }\n}',
      ),
    ],
  },
  {
    name: 'makes ESM of CommonJS',
    changes: [
      rewrite(
        store,
        store.text
          .replace(
            "var fs = require('fs')\n  , path = require('path');",
            "import fs from 'node:fs';\nimport path from 'node:path';",
          )
          .replace('module.exports =', 'export default'),
      ),
    ],
  },
  { name: 'mends a variable within JSX', changes: [edit(form, 'onSave(nam)', 'onSave(name)')] },
  { name: 'adds an attribute', changes: [edit(form, '<input id="name"', '<input id="name" required')] },
  { name: 'changes text within JSX', changes: [edit(form, "Don't be shy", "Don't you be shy")] },
  {
    name: 'adds an element',
    changes: [edit(form, '      {name.length', '      <p>{initial}</p>\n      {name.length')],
  },
  {
    name: 'edits a program that ends the process already',
    changes: [edit(cli, 'console.error(error.message);', "console.error('error: ' + error.message);")],
  },
  {
    name: 'wraps what ends the process already',
    changes: [
      edit(
        cli,
        'run(process.argv.slice(2)).catch((error) => {\n  console.error(error.message);\n  process.exit(1);\n});',
        'try {\n  await run(process.argv.slice(2));\n} catch (error) {\n  console.error(error.message);\n  process.exit(1);\n}',
      ),
    ],
  },
  {
    name: 'edits around an empty catch that was there',
    changes: [edit(service, 'await this.mail.send(user);', 'await this.mail.send(user, { retry: 3 });')],
  },
  {
    name: 'fills an empty catch',
    changes: [
      edit(
        service,
        '    } catch {\n      // The mail is sent again by the job.\n    }',
        '    } catch (error) {\n      this.logger.warn(error);\n    }',
      ),
    ],
  },
  { name: 'mends an any', changes: [edit(service, 'id: any', 'id: string')] },
  {
    name: 'moves a method with an any',
    changes: [
      edit(
        service,
        '  find(id: any): Promise<User | null> {\n    return this.users.findOneBy({ id });\n  }\n',
        '',
        '  async invite',
        '  find(id: any): Promise<User | null> {\n    return this.users.findOneBy({ id });\n  }\n\n  async invite',
      ),
    ],
  },
  {
    name: 'adds a parameter with a decorator',
    changes: [
      edit(
        service,
        'private readonly mail: MailService,',
        "private readonly mail: MailService,\n    @Inject('CONFIG') private readonly config: Config,",
      ),
    ],
  },
  {
    name: 'adds an enum and a namespace',
    changes: [
      create(
        'src/state.ts',
        'export enum State {\n  On = 1,\n  Off,\n}\n\nexport namespace State {\n  export const parse = (text: string): State => (text === "on" ? State.On : State.Off);\n}\n',
      ),
    ],
  },
  {
    name: 'adds an abstract class',
    changes: [
      create(
        'src/shape.ts',
        'export abstract class Shape {\n  abstract area(): number;\n  protected declare readonly tag: string;\n  static #count = 0;\n  static next(): number {\n    return ++Shape.#count;\n  }\n}\n',
      ),
    ],
  },
  {
    name: 'adds a type guard',
    changes: [
      create(
        'src/is-user.ts',
        "export function isUser(value: unknown): value is { id: string } {\n  return typeof value === 'object' && value !== null && 'id' in value;\n}\n\nexport function assertUser(value: unknown): asserts value is { id: string } {\n  if (!isUser(value)) throw new TypeError('no user');\n}\n",
      ),
    ],
  },
  {
    name: 'adds a worker',
    changes: [
      create(
        'src/worker.mjs',
        "import { parentPort, workerData } from 'node:worker_threads';\n\nparentPort?.postMessage(workerData.length);\n",
      ),
    ],
  },
  {
    name: 'adds a retry with a deadline',
    changes: [
      create(
        'src/retry.ts',
        'export async function retry<T>(work: () => Promise<T>, times: number): Promise<T> {\n  for (let left = times; ; left--) {\n    try {\n      return await work();\n    } catch (error) {\n      if (left <= 0) throw error;\n    }\n  }\n}\n',
      ),
    ],
  },
  {
    name: 'skips lines that are no JSON',
    changes: [
      create(
        'src/lines.ts',
        'export function* values(text: string): Generator<unknown> {\n  for (const line of text.split("\\n")) {\n    try {\n      yield JSON.parse(line);\n    } catch {\n      continue;\n    }\n  }\n}\n',
      ),
    ],
  },
  {
    name: 'warns of an unhandled rejection by throwing',
    changes: [
      create('src/boot.ts', "process.on('unhandledRejection', (reason) => {\n  throw reason;\n});\n"),
    ],
  },
  {
    name: 'ends on a signal in order',
    changes: [create('src/stop.ts', "process.once('SIGTERM', () => {\n  server.close();\n});\n")],
  },
  {
    name: 'augments a module',
    changes: [
      create(
        'src/types/express.d.ts',
        "declare module 'express' {\n  interface Request {\n    user?: { id: string };\n  }\n}\n\nexport {};\n",
      ),
    ],
  },
  {
    name: 'types images',
    changes: [
      create(
        'src/types/images.d.ts',
        "declare module '*.svg' {\n  const source: string;\n  export default source;\n}\n",
      ),
    ],
  },
  {
    name: 'documents by JSDoc',
    changes: [
      edit(
        store,
        'Store.prototype.read =',
        '/**\n * Reads a value.\n * @param {string} key\n * @param {(error: Error | null, value?: unknown) => void} cb\n */\nStore.prototype.read =',
      ),
    ],
  },
  {
    name: 'adds a licence',
    changes: [
      edit(
        hook,
        'import { useEffect',
        '/*!\n * Copyright the authors.\n * Licensed under MIT. Global terms apply.\n */\nimport { useEffect',
      ),
    ],
  },
  { name: 'turns a comment on', changes: [edit(store, 'var fs', '// @ts-check\nvar fs')] },
  {
    name: 'uses a private token of the environment',
    changes: [
      create(
        'src/auth.ts',
        "export const token = process.env.API_TOKEN ?? '';\nexport const password = 'PASSWORD_INPUT_PLACEHOLDER';\nexport const secretName = 'projects/shop/secrets/api-key';\n",
      ),
    ],
  },
  {
    name: 'pins the hash of a resource',
    changes: [
      create(
        'src/integrity.ts',
        "export const integrity = 'sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC';\n",
      ),
    ],
  },
  {
    name: 'names a variable test',
    changes: [
      create(
        'src/ab.ts',
        "export function variant(test: { name: string; mode: string }): string {\n  if (test.mode === 'split') return test.name + '-b';\n  return test.name;\n}\n",
      ),
    ],
  },
  {
    name: 'parses arguments with words of tests',
    changes: [
      create(
        'src/args.ts',
        "export const isVerbose = process.argv.includes('--verbose') || process.argv.includes('-v');\nexport const file = process.argv[2];\n",
      ),
    ],
  },
  {
    name: 'tells development from production',
    changes: [
      create(
        'src/mode.ts',
        "export const isDev = process.env.NODE_ENV === 'development';\nexport const isProd = process.env.NODE_ENV === 'production';\n",
      ),
    ],
  },
  {
    name: 'mends a Svelte component',
    changes: [
      {
        ...create('src/Count.svelte', ''),
        before: '<script>\n  let count = 0;\n</script>\n\n<button on:click={() => cout++}>{count}</button>\n',
        after: '<script>\n  let count = 0;\n</script>\n\n<button on:click={() => count++}>{count}</button>\n',
      },
    ],
  },
  {
    name: 'mends a Go file',
    changes: [
      {
        ...create('money/money.go', ''),
        before: 'package money\n\nfunc Add(a, b int) int { return a - b }\n',
        after: 'package money\n\nfunc Add(a, b int) int { return a + b }\n',
      },
    ],
  },
  {
    name: 'mends an SQL migration',
    changes: [create('migrations/0002.sql', 'ALTER TABLE orders ADD COLUMN test text;\n')],
  },
  { name: 'deletes an old component', changes: [remove(form)] },
  { name: 'moves a hook', changes: [move(hook, 'src/use-debounce.ts')] },
  {
    name: 'splits a module',
    changes: [
      edit(
        store,
        'Store.prototype.skip = function (count) {\n  this.offset = (this.offset || 0) + count;\n  return this;\n};\n',
        "require('./skip')(Store);\n",
      ),
      create(
        'lib/skip.js',
        'module.exports = function (Store) {\n  Store.prototype.skip = function (count) {\n    this.offset = (this.offset || 0) + count;\n    return this;\n  };\n};\n',
      ),
    ],
  },
  { name: 'raises a dependency of a workspace', changes: [edit(manifest, '~2.0.0', '~2.1.0')] },
  {
    name: 'adds a dependency on a workspace',
    changes: [edit(manifest, '"clsx"', '"@acme/icons": "workspace:^",\n    "clsx"')],
  },
  { name: 'mends the entry of a package', changes: [edit(manifest, './dist/index.cjs', './dist/index.js')] },
  {
    name: 'sorts a package.json',
    changes: [
      edit(
        manifest,
        '    "@acme/core": "workspace:*",\n    "clsx": "~2.0.0"',
        '    "clsx": "~2.0.0",\n    "@acme/core": "workspace:*"',
      ),
    ],
  },
  {
    name: 'edits a Dockerfile and compose',
    changes: [
      create('Dockerfile', 'FROM node:22\nCOPY . .\nCMD ["node", "dist/index.js"]\n'),
      create('compose.yaml', 'services:\n  app:\n    build: .\n'),
    ],
  },
  {
    name: 'edits editor settings',
    changes: [create('.editorconfig', 'root = true\n\n[*]\nindent_style = space\n')],
  },
  { name: 'pins the version of Node', changes: [create('.nvmrc', '22\n')] },
  { name: 'adds an API description', changes: [create('spec/openapi.yaml', 'openapi: 3.1.0\npaths: {}\n')] },
  {
    name: 'adds a story',
    changes: [
      create(
        'app/components/Form.stories.tsx',
        "import { Form } from './Form';\n\nexport default { component: Form };\nexport const Empty = { args: { onSave: () => {} } };\n",
      ),
    ],
  },
  {
    name: 'reformats a Mocha test to another style',
    changes: [
      rewrite(
        chaiTest,
        "var Store = require('..');\nvar assert = require('assert');\n\ndescribe('Store', function () {\n\n\tit('reads', function (done) {\n\t\tnew Store('.').read('x', function (err, value) {\n\t\t\tassert.ifError(err);\n\t\t\tassert.equal(value, 1);\n\t\t\tdone();\n\t\t});\n\t});\n\n});\n",
      ),
    ],
  },
  {
    name: 'requires the package by its file',
    changes: [edit(chaiTest, "require('..')", "require('../lib/store.js')")],
  },
  {
    name: 'takes the strict assert',
    changes: [edit(chaiTest, "require('assert')", "require('node:assert/strict')")],
  },
  {
    name: 'adds a callback test',
    changes: [
      edit(
        chaiTest,
        '    })\n  })\n})',
        "    })\n  })\n\n  it('fails', function (done) {\n    new Store('.').read('y', function (err) {\n      assert.ok(err)\n      done()\n    })\n  })\n})",
      ),
    ],
  },
  {
    name: 'adds a test of a component',
    changes: [
      edit(form, 'onSave(nam)', 'onSave(name)'),
      edit(
        rtl,
        "  it('saves'",
        "  it('hides the button', () => {\n    setup();\n    expect(screen.queryByText('Save')).toBeNull();\n  });\n\n  it('saves'",
      ),
    ],
  },
  {
    name: 'reformats a test of a component',
    changes: [
      edit(
        rtl,
        "await userEvent.type(screen.getByLabelText(\"Don't be shy\"), 'Ada');",
        "await userEvent.type(\n      screen.getByLabelText('Don\\'t be shy'),\n      \"Ada\",\n    );",
      ),
    ],
  },
  {
    name: 'adds an awaited assertion',
    changes: [
      edit(
        rtl,
        "    expect(onSave).toHaveBeenCalledWith('Ada');",
        "    expect(onSave).toHaveBeenCalledWith('Ada');\n    await expect(Promise.resolve(1)).resolves.toBe(1);",
      ),
    ],
  },
  {
    name: 'adds a constant for a new test',
    changes: [
      edit(
        rtl,
        "describe('<Form />'",
        "const EMPTY = '';\n\ndescribe('<Form />'",
        "  it('saves'",
        "  it('takes nothing', () => {\n    setup({ initial: EMPTY });\n    expect(screen.getByLabelText(\"Don't be shy\")).toHaveValue(EMPTY);\n  });\n\n  it('saves'",
      ),
    ],
  },
  {
    name: 'adds a test of types',
    changes: [
      create(
        'src/types.test-d.ts',
        "import { expectTypeOf, test } from 'vitest';\nimport { isUser } from './is-user';\n\ntest('narrows', () => {\n  expectTypeOf(isUser).toBeFunction();\n});\n",
      ),
    ],
  },
  {
    name: 'adds a new end-to-end test with time-outs',
    changes: [
      create(
        'e2e/cart.spec.ts',
        "import { expect, test } from '@playwright/test';\n\ntest('buys', async ({ page }) => {\n  test.setTimeout(60_000);\n  await page.goto('/');\n  await expect(page).toHaveTitle(/Shop/);\n});\n",
      ),
    ],
  },
  // Seen in the histories of public repositories.
  {
    name: 'explains process.exit and eval in the docs',
    changes: [
      create(
        'docs/exit.md',
        '# Exit\n\nNever call `process.exit(1)`:\n\n```js\nprocess.exit(1);\neval(text);\n```\n',
      ),
    ],
  },
  {
    name: 'adds a test that makes a project in a temporary folder',
    changes: [
      create(
        'test/project.test.ts',
        "import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';\nimport { tmpdir } from 'node:os';\nimport { join } from 'node:path';\nimport { expect, it } from 'vitest';\nimport { load } from '../src/load';\n\nit('loads', () => {\n  const root = mkdtempSync(join(tmpdir(), 'project-'));\n  writeFileSync(join(root, 'package.json'), '{}');\n  writeFileSync(join(root, 'test/a.test.ts'), '');\n  expect(load(root)).toEqual({});\n  rmSync(root, { recursive: true });\n});\n",
      ),
    ],
  },
  {
    name: 'adds a test after one that ends in a chain',
    changes: [
      edit(
        {
          path: 'test/app.js',
          text: "var request = require('supertest')\n\ndescribe('app', function () {\n  describe('get', function () {\n    it('answers', function (done) {\n      request(app())\n        .get('/')\n        .expect('x', 'y')\n        .expect(200, done)\n    })\n  })\n})\n",
        },
        '        .expect(200, done)\n    })\n',
        "        .expect(200, done)\n    })\n\n    it('answers again', function (done) {\n      request(app())\n        .get('/again')\n        .expect(200, done)\n    })\n",
      ),
    ],
  },
  {
    name: "takes Node's own for a package in a test",
    changes: [
      edit(
        { path: 'test/buffer.js', text: "var Buffer = require('safe-buffer').Buffer\n" },
        "'safe-buffer'",
        "'node:buffer'",
      ),
    ],
  },
  {
    name: 'raises a dependency of the end-to-end tests',
    changes: [
      edit(
        { path: 'e2e/package.json', text: '{\n  "dependencies": { "vue": "^3.2.0" }\n}\n' },
        '^3.2.0',
        '^3.4.0',
      ),
    ],
  },
  {
    name: 'takes a tool from the catalogue of the workspace',
    changes: [
      edit(
        {
          path: 'packages/a/package.json',
          text: '{\n  "devDependencies": {\n    "typescript": "^5.6.2"\n  }\n}\n',
        },
        '^5.6.2',
        'catalog:',
      ),
    ],
  },
  {
    name: 'ignores the cache of a tool in a folder',
    changes: [
      edit(
        { path: '.gitignore', text: 'node_modules\n' },
        'node_modules\n',
        'node_modules\n/site/.vitepress/cache/\n',
      ),
    ],
  },
  {
    name: 'sets a worker up',
    changes: [
      edit({ path: 'src/worker/setupFile.ts', text: 'export const ready = false;\n' }, 'false', 'true'),
    ],
  },
];
