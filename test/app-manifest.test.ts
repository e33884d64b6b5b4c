import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { GIT_NEEDS, type Needs, ROUTES } from '../src/adapters/github/routes.ts';
import { SUBSCRIBED } from '../src/adapters/github/to-forge-event.ts';
import { parseAppManifest } from '../src/config/parse-app-manifest.ts';
import { loadAppManifest } from '../src/os.ts';
import { TOP } from './make.ts';

/** What all calls together need; writing holds reading. */
function sum(needs: readonly Needs[]): Record<string, string> {
  const all: Record<string, string> = {};
  for (const need of needs)
    for (const [name, level] of Object.entries(need)) if (all[name] !== 'write') all[name] = level;
  return all;
}

describe('app.yml', () => {
  it('asks for what our calls need, and for nothing more', async () => {
    const { default_permissions } = await loadAppManifest();
    const needed = sum([...Object.values(ROUTES).map(({ needs }) => needs), GIT_NEEDS]);
    expect(default_permissions).toEqual(needed);
    for (const never of ['workflows', 'administration', 'secrets', 'members'])
      expect(default_permissions).not.toHaveProperty(never);
  });

  it('asks for the events that we answer to', async () => {
    const { default_events } = await loadAppManifest();
    expect(default_events.toSorted()).toEqual(SUBSCRIBED.toSorted());
  });

  it('is explained in docs/app.md', async () => {
    const { default_events, default_permissions } = await loadAppManifest();
    const page = readFileSync(join(TOP, 'docs/app.md'), 'utf8');
    for (const [name, level] of Object.entries(default_permissions))
      expect(page).toMatch(new RegExp(`\\| ${name} +\\| ${level} +\\|`));
    for (const name of default_events) expect(page).toContain(`\`${name}\``);
  });

  it('is read strictly', () => {
    expect(() => parseAppManifest('name: x\nother: 1\n')).toThrow('other');
    expect(() => parseAppManifest('\tname: x')).toThrow('app.yml');
  });
});
