import type { Config } from '../../domain/config.ts';
import { DreamError } from '../../domain/errors.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Check } from '../../domain/report.ts';
import type { Kind } from './known-tools.ts';
import { type Skipped, toSlug } from './pick-scripts.ts';
import { readLine } from './read-script.ts';

type Setting = Exclude<Config['checks'][string], false>;

/**
 * What the user's settings make of the checks that were found: `false` takes one away, a command line changes or adds
 * one. Throws `bad-config` for a setting that is about no check.
 */
export function applySettings(
  found: readonly Check[],
  settings: Config,
  hasFolder: (path: string) => boolean,
): { checks: Check[]; skipped: Skipped[] } {
  const checks = [...found];
  const skipped: Skipped[] = [];
  for (const [name, setting] of Object.entries(settings.checks)) {
    const at = checks.findIndex((check) => check.name === name);
    const detected = checks[at];
    if (setting === false) {
      if (detected) checks.splice(at, 1);
      skipped.push({ name, why: detected ? 'the settings leave it out' : unknown(name, checks) });
      continue;
    }
    if (setting.cwd !== undefined && !hasFolder(toFolder(setting.cwd))) {
      throw new DreamError('bad-config', `checks.${name}.cwd: there is no folder \`${setting.cwd}\``);
    }
    const check = detected ? change(detected, setting) : add(name, setting, settings, checks);
    checks.splice(detected ? at : checks.length, detected ? 1 : 0, check);
  }
  return { checks, skipped };
}

function change(detected: Check, setting: Setting): Check {
  const changed = {
    ...detected,
    cwd: setting.cwd === undefined ? detected.cwd : toFolder(setting.cwd),
    timeoutMs: setting.timeout === undefined ? detected.timeoutMs : toMs(setting.timeout),
  };
  if (setting.run === undefined) return changed;
  const why = `\`checks.${detected.name}\` of the settings`;
  return { ...changed, run: setting.run, tools: [...readLine(setting.run, {}).tools], why };
}

function add(name: string, setting: Setting, settings: Config, checks: readonly Check[]): Check {
  if (setting.run === undefined) {
    throw new DreamError(
      'bad-config',
      `checks.${name}: ${unknown(name, checks)}`,
      'Give it a command line with `run`, or use the name of a check that was found.',
    );
  }
  const reading = readLine(setting.run, {});
  return {
    name,
    kind: kindOf(name, reading.kinds),
    run: setting.run,
    cwd: toFolder(setting.cwd ?? '.'),
    timeoutMs: toMs(setting.timeout ?? settings.timeout),
    tools: [...reading.tools],
    why: `\`checks.${name}\` of the settings`,
  };
}

function kindOf(name: string, kinds: ReadonlySet<Kind>): Kind {
  const [only, ...others] = kinds;
  if (only !== undefined && others.length === 0) return only;
  const words = toSlug(name).split('-');
  const named = (['typecheck', 'lint', 'format', 'test', 'build'] as const).find((kind) =>
    words.includes(kind),
  );
  return named ?? 'command';
}

function unknown(name: string, checks: readonly Check[]): string {
  const names = checks.map((check) => check.name);
  const near = nearest(name, names);
  if (near) return `no check of this name was found; did you mean \`${near}\`?`;
  const list = names.map((known) => `\`${known}\``).join(', ');
  return `no check of this name was found (found: ${list || 'none'})`;
}

function toFolder(path: string): string {
  return path.replace(/^(\.\/)+/, '').replace(/\/+$/, '') || '.';
}

function toMs(seconds: number): number {
  return Math.round(seconds * 1000);
}
