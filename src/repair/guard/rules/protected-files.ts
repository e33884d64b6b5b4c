import { isLockfile, type ProtectedFamily, protectedAs } from '../protected-path.ts';
import { addedLines } from '../reading/changed-lines.ts';
import { baseName } from '../reading/language.ts';
import { type Found, formerPath, type Rule } from '../rule.ts';

function protectedRule(name: ProtectedFamily, summary: string): Rule {
  return {
    name,
    summary,
    check(change): Found[] {
      const what = protectedAs(change.path, name) ?? protectedAs(formerPath(change), name);
      return what === null
        ? []
        : [
            {
              line: null,
              why: `this file is ${what}: a person changes it, not a patch that asks to be proved`,
            },
          ];
    },
  };
}

export const ciChanged = protectedRule(
  'ci-changed',
  'CI, git hooks and what the checks run through may not change: they decide what is checked.',
);
export const toolingChanged = protectedRule(
  'tooling-changed',
  'Installed tools and patches of dependencies may not change.',
);
export const secretFile = protectedRule(
  'secret-file',
  'Files that hold secrets, or say where packages come from, may not change.',
);
export const protectedFile = protectedRule(
  'protected-file',
  "Our config, lore, code owners and git's own settings may not change.",
);

export const lockfileChanged: Rule = {
  name: 'lockfile-changed',
  summary: 'Lockfiles may change only by the fixer that is for them.',
  check: (change, { options }) =>
    options.allow !== 'lockfile' && (isLockfile(change.path) || isLockfile(formerPath(change)))
      ? [{ line: null, why: 'it is a lockfile: what is installed would change' }]
      : [],
};

const BUILT =
  /^!?(?:[\w.*-]*\/)*[/*.]*(?:node_modules|dist|build|out|lib-cov|coverage|\.?nyc_output|\.?cache|\.?tmp|\.?temp|logs?|\.?turbo|\.?next|\.?nuxt|\.?svelte-kit|\.?output|\.?vercel|\.?netlify|\.?parcel-cache|\.?vite|\.?eslintcache|\.?idea|\.?vscode|\.?ds_store|thumbs\.db|\.?env(?:\.[\w.*]+)?|\.?history|\.?pnp(?:\.\*)?|\.?yarn(?:\/[\w*-]+)?|playwright-report|test-results|storybook-static|__pycache__|\.?venv|target|bin|obj|pkg)\/?\**$|^\/?\**\/?\*+\.(?:log|tsbuildinfo|tgz|swp|swo|pid|seed|local|bak|tmp|map|pyc|iml|lcov|orig|rej)(?:\.\*)?$|^!?\.?(?:npm|yarn)-debug\.log\*?$|^!\.env\.example$/i;

const BUILT_FOLDER = /^(?:node_modules|dist|build|out|coverage|\.next|\.turbo)\/?$/;

export const ignoreListChanged: Rule = {
  name: 'ignore-list-grown',
  summary: 'No source may be hidden from git, linters or formatters by an ignore list.',
  check(change, context) {
    const name = baseName(change.path);
    if (!/^\.[\w-]*ignore$/.test(name)) return [];
    // What is packed or sent somewhere is not what is checked.
    if (/^\.(?:npm|docker|vercel|slug|gcloud|helm|vscode)ignore$/.test(name)) return [];
    const tool = !/^\.(?:git|hg|cvs)ignore$/.test(name);
    const harmless = tool ? BUILT_FOLDER : BUILT;
    return context.view(change).pieces.flatMap(({ before, after }) =>
      addedLines(before?.text ?? '', after?.text ?? '', after?.firstLine ?? 1)
        .filter(({ text }) => /^\s*[^#\s]/.test(text))
        .filter(({ text }) => !harmless.test(text.trim()))
        .map(({ text, line }) => ({
          line,
          why: `\`${text.trim()}\` hides files from ${tool ? 'a tool that checks them' : 'git, and from tools that heed its list'}`,
        })),
    );
  },
};
