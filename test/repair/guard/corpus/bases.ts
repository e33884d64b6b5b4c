import type { Base } from './case.ts';

/** TypeScript, Vitest. */
export const cartTest: Base = {
  path: 'src/cart/cart.test.ts',
  text: `import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Cart } from './cart';
import { loadPrices } from '../prices/load-prices';

vi.mock('../prices/load-prices');

describe('Cart', () => {
  let cart: Cart;

  beforeEach(() => {
    cart = new Cart();
  });

  it('starts empty', () => {
    expect(cart.items).toEqual([]);
    expect(cart.total()).toBe(0);
  });

  it('adds up its items', () => {
    cart.add({ name: 'tea', price: 350 });
    cart.add({ name: 'milk', price: 120 });
    expect(cart.total()).toBe(470);
  });

  it('refuses a negative price', () => {
    expect(() => cart.add({ name: 'fraud', price: -1 })).toThrow(RangeError);
  });

  it.each([
    [0, 100],
    [10, 90],
  ])('takes %i per cent off', (percent, expected) => {
    cart.add({ name: 'tea', price: 100 });
    expect(cart.discounted(percent)).toBe(expected);
  });

  it('loads prices', async () => {
    vi.mocked(loadPrices).mockResolvedValue([{ name: 'tea', price: 350 }]);
    await expect(cart.load('tea')).resolves.toMatchObject({ price: 350 });
    expect(loadPrices).toHaveBeenCalledTimes(1);
  });
});
`,
};

/** CommonJS, Mocha and Chai, tabs, no semicolons. */
export const parserTest: Base = {
  path: 'test/parser.js',
  text: `'use strict'
const { expect } = require('chai')
const parse = require('../lib/parser')

describe('parser', function () {
	this.timeout(2000)

	context('numbers', function () {
		it('reads integers', function () {
			expect(parse('42')).to.equal(42)
		})

		it('reads floats', function () {
			expect(parse('4.5')).to.be.closeTo(4.5, 0.001)
		})
	})

	it('rejects garbage', function () {
		expect(() => parse('4x')).to.throw(SyntaxError, /unexpected x/)
	})

	it('reads asynchronously', function (done) {
		parse.async('1', (error, value) => {
			expect(error).to.equal(null)
			expect(value).to.equal(1)
			done()
		})
	})
})
`,
};

/** ESM, node:test. */
export const slugTest: Base = {
  path: 'test/slug.test.mjs',
  text: `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slug } from '../src/slug.mjs';

test('lowers and joins words', () => {
  assert.equal(slug('Hello World'), 'hello-world');
});

test('drops accents', async (t) => {
  await t.test('french', () => {
    assert.equal(slug('Déjà vu'), 'deja-vu');
  });
  assert.deepEqual(slug('Ünï').split('-'), ['uni']);
});

test('throws on nothing', () => {
  assert.throws(() => slug(''), { name: 'TypeError' });
});
`,
};

/** JSX, Jest and Testing Library. */
export const buttonTest: Base = {
  path: 'src/components/__tests__/Button.jsx',
  text: `import { fireEvent, render, screen } from '@testing-library/react';
import { Button } from '../Button';

jest.mock('../../hooks/useTheme', () => ({ useTheme: () => 'dark' }));

test('shows its label', () => {
  render(<Button label="Save" onClick={() => {}} />);
  expect(screen.getByRole('button')).toHaveTextContent('Save');
});

test('calls back once', () => {
  const onClick = jest.fn();
  render(<Button label="Save" onClick={onClick} />);
  fireEvent.click(screen.getByText('Save'));
  expect(onClick).toHaveBeenCalledTimes(1);
});

test('matches its picture', () => {
  const { container } = render(<Button label="Save" onClick={() => {}} />);
  expect(container).toMatchInlineSnapshot(\`<button class="dark">Save</button>\`);
});
`,
};

export const cart: Base = {
  path: 'src/cart/cart.ts',
  text: `import { loadPrices, type Price } from '../prices/load-prices';

export interface Item {
  readonly name: string;
  readonly price: number;
}

export class Cart {
  readonly items: Item[] = [];

  add(item: Item): void {
    if (item.price < 0) throw new RangeError(\`negative price: \${item.price}\`);
    this.items.push(item);
  }

  total(): number {
    return this.items.reduce((sum, item) => sum + item.prise, 0);
  }

  discounted(percent: number): number {
    return Math.round(this.total() * (1 - percent / 100));
  }

  async load(name: string): Promise<Price | undefined> {
    const prices = await loadPrices();
    return prices.find((price) => price.name === name);
  }
}
`,
};

export const parser: Base = {
  path: 'lib/parser.js',
  text: `'use strict'

function parse (text) {
	const match = /^\\d+(\\.\\d+)?/.exec(text)
	if (!match || match[0].length !== text.length) {
		throw new SyntaxError('unexpected ' + text.slice(match ? match[0].length : 0))
	}
	return Number(text)
}

parse.async = function (text, done) {
	setImmediate(() => {
		let value
		try {
			value = parse(text)
		} catch (error) {
			done(error)
			return
		}
		done(null, value)
	})
}

module.exports = parse
`,
};

export const client: Base = {
  path: 'src/api/client.ts',
  text: `import { readFile } from 'node:fs/promises';
import type { Settings } from './settings';

export interface Reply {
  status: number;
  body: string;
}

// eslint-disable-next-line no-control-regex
const CONTROL = /[\\x00-\\x1f]/g;

export async function send(settings: Settings, path: string): Promise<Reply> {
  const url = new URL(path, settings.base);
  const response = await fetch(url, { headers: { accept: 'application/json' } });
  const body = await response.text();
  return { status: response.status, body: body.replace(CONTROL, '') };
}

export function parseReply(reply: Reply): Record<string, unknown> {
  const value = JSON.parse(reply.body) as any;
  return value;
}

export async function readToken(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
`,
};

export const button: Base = {
  path: 'src/components/Button.jsx',
  text: `import { useTheme } from '../hooks/useTheme';

export function Button({ label, onClick }) {
  const theme = useTheme();
  return (
    <button className={theme} onClick={onClick}>
      {lable}
    </button>
  );
}
`,
};

export const packageJson: Base = {
  path: 'package.json',
  text: `{
  "name": "shop",
  "version": "1.4.2",
  "description": "A shop",
  "type": "module",
  "main": "dist/index.js",
  "scripts": {
    "build": "tsc -p tsconfig.build.json",
    "lint": "eslint . --max-warnings 0",
    "typecheck": "tsc --noEmit",
    "test": "vitest run --coverage"
  },
  "dependencies": {
    "lodash": "^4.17.21",
    "zod": "^3.22.4"
  },
  "devDependencies": {
    "@types/node": "^20.11.0",
    "eslint": "^9.1.0",
    "typescript": "^5.4.5",
    "vitest": "^1.5.0"
  },
  "jest": {
    "coverageThreshold": {
      "global": {
        "branches": 80,
        "lines": 90
      }
    },
    "testMatch": ["**/*.test.ts"]
  },
  "engines": {
    "node": ">=18"
  }
}
`,
};

export const tsconfig: Base = {
  path: 'tsconfig.json',
  text: `{
  // Shared by the editor and the build.
  "compilerOptions": {
    "target": "ES2022",
    "module": "NodeNext",
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "noUnusedLocals": false,
    "outDir": "dist",
    "types": ["node"]
  },
  "include": ["src", "test"],
  "exclude": ["dist"]
}
`,
};

export const eslintConfig: Base = {
  path: 'eslint.config.js',
  text: `import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
      'no-shadow': 'warn',
    },
  },
);
`,
};

export const eslintrc: Base = {
  path: '.eslintrc.json',
  text: `{
  "root": true,
  "extends": ["eslint:recommended"],
  "env": { "node": true },
  "rules": {
    "no-unused-vars": "error",
    "no-undef": 2,
    "semi": ["error", "always"],
    "curly": "warn"
  },
  "ignorePatterns": ["dist", "generated"]
}
`,
};

export const jestConfig: Base = {
  path: 'jest.config.cjs',
  text: `/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/src/**/*.test.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
  coverageThreshold: {
    global: {
      branches: 85,
      functions: 90,
      lines: 90,
      statements: 90,
    },
  },
  testTimeout: 5000,
};
`,
};

export const vitestConfig: Base = {
  path: 'vitest.config.ts',
  text: `import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    setupFiles: ['./test/setup.ts'],
    coverage: {
      provider: 'v8',
      thresholds: { lines: 90, branches: 80 },
    },
  },
});
`,
};

export const biomeConfig: Base = {
  path: 'biome.json',
  text: `{
  "files": { "includes": ["**", "!dist"] },
  "linter": {
    "rules": {
      "recommended": true,
      "suspicious": { "noExplicitAny": "error" },
      "style": { "useConst": "warn" }
    }
  }
}
`,
};

export const mocharc: Base = {
  path: '.mocharc.yml',
  text: `spec: test/**/*.js
forbidOnly: true
timeout: 2000
require:
  - test/hooks.js
`,
};

export const snapshot: Base = {
  path: 'src/components/__snapshots__/Card.test.tsx.snap',
  text: `// Jest Snapshot v1, https://goo.gl/fbAQLP

exports[\`Card shows its title 1\`] = \`
<section>
  <h2>
    Tea
  </h2>
</section>
\`;
`,
};

export const fixture: Base = { path: 'test/fixtures/order.json', text: '{\n  "id": 7,\n  "total": 470\n}\n' };

export const setup: Base = {
  path: 'test/setup.ts',
  text: `import { afterEach, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
});
`,
};

export const workflow: Base = {
  path: '.github/workflows/ci.yml',
  text: `name: ci
on: [push]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm test
`,
};

export const pythonTest: Base = {
  path: 'tests/test_money.py',
  text: `from shop.money import to_cents


def test_rounds_half_up():
    assert to_cents("1.005") == 101
`,
};

/** A module with its tests in it. */
export const clampSource: Base = {
  path: 'src/clamp.ts',
  text: `export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), hi);
}

if (import.meta.vitest) {
  const { expect, it } = import.meta.vitest;
  it('clamps', () => {
    expect(clamp(5, 0, 3)).toBe(3);
  });
}
`,
};
