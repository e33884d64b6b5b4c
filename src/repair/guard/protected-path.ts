import { baseName } from './reading/language.ts';

export function isLockfile(path: string): boolean {
  return /^(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.ya?ml|yarn\.lock|bun\.lockb?|deno\.lock|shrinkwrap\.ya?ml|composer\.lock|Gemfile\.lock|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|go\.sum|pdm\.lock|mix\.lock|flake\.lock)$/i.test(
    baseName(path),
  );
}

/** What no patch may touch, by path, in the words that a person is told. Patterns see the path in lower case. */
const CI: readonly (readonly [RegExp, string])[] = [
  [/^\.github\/(?:workflows|actions|scripts)\//, 'a GitHub workflow'],
  [/(?:^|\/)\.gitlab-ci[^/]*\.ya?ml$|^\.gitlab\//, 'GitLab CI'],
  [
    /^\.(?:circleci|buildkite|woodpecker|semaphore|teamcity|azure-pipelines|azuredevops|harness|tekton|forgejo|gitea|drone|ci|cirrus|travis)\//,
    'CI',
  ],
  [/^ci\//, 'CI'],
  [
    /(?:^|\/)(?:\.travis\.ya?ml|\.?appveyor\.ya?ml|\.drone\.(?:ya?ml|star|jsonnet)|\.cirrus\.ya?ml|\.woodpecker\.ya?ml|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.ya?ml|jenkinsfile[^/]*|[^/]*\.jenkinsfile|cloudbuild\.ya?ml|buildspec\.ya?ml|wercker\.ya?ml|codefresh\.ya?ml|\.scrutinizer\.ya?ml|screwdriver\.ya?ml|circle\.ya?ml)$/,
    'CI',
  ],
  [/(?:^|\/)(?:\.husky|\.githooks|git-hooks|\.git-hooks|\.hooks)\//, 'a git hook'],
  [
    /(?:^|\/)(?:\.?lefthook(?:-local)?\.(?:ya?ml|toml|json)|\.?lint-?staged(?:rc)?(?:\.config)?(?:\.[cm]?[jt]s|\.json|\.ya?ml)?|\.pre-commit-config\.ya?ml|\.huskyrc(?:\.\w+)?|\.simple-git-hooks\.[cm]?js(?:on)?|\.overcommit\.ya?ml)$/,
    'git hooks',
  ],
  [
    /(?:^|\/)(?:gnu)?makefile$|\.mk$|(?:^|\/)\.?justfile$|\.just$|(?:^|\/)taskfile\.ya?ml$|(?:^|\/)(?:gruntfile|gulpfile|jakefile|cakefile)(?:\.[cm]?[jt]s|\.babel\.js|\.coffee)?$|(?:^|\/)rakefile$|(?:^|\/)noxfile\.py$|(?:^|\/)tasks\.py$|(?:^|\/)(?:turbo|nx|lerna|wireit|moon|rush)\.jsonc?$|(?:^|\/)dangerfile(?:\.[jt]s)?$|(?:^|\/)magefile\.go$/,
    'what the checks run through',
  ],
];
const TOOLING: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)node_modules\//, 'an installed dependency'],
  [/(?:^|\/)\.yarn\//, "Yarn's own folder"],
  [/(?:^|\/)(?:patches|\.patches)\/[^/]*\.(?:patch|diff)$/, 'a patch of a dependency'],
];
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [
    /(?:^|\/)\.env(?:rc)?$|(?:^|\/)\.env\.(?!(?:example|sample|template|dist|defaults?|schema)$)[^/]+$|(?:^|\/)[^/]+\.env$/,
    'environment values',
  ],
  [
    /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.ya?ml)?|\.pnpmfile\.[cm]?js|pnpmfile\.js|\.pnpmrc|\.bunfig\.toml|\.netrc|_netrc|\.pypirc|pip\.conf|\.gemrc|\.dockercfg|\.htpasswd|\.pgpass|\.my\.cnf|\.boto|\.s3cfg|\.vault[-_]?(?:pass|token)[^/]*)$/,
    'credentials or what packages are installed by',
  ],
  [
    /\.(?:pem|key|p12|pfx|jks|keystore|kdbx|asc|gpg|ppk|mobileprovision|p8)$|(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)[^/]*$/,
    'a key',
  ],
  [/(?:^|\/)\.(?:ssh|aws|gnupg|kube|docker|azure|gcloud)\//, 'credentials'],
  [
    /(?:^|\/)(?:credentials|secrets?|service[-_]?account[^/]*|client[-_]secrets?[^/]*|firebase-adminsdk[^/]*|kubeconfig)(?:\.(?:json|ya?ml|toml|ini|properties|txt|enc))?$/,
    'credentials',
  ],
];
const OURS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)(?:\.github\/)?\.?dreamos\.(?:ya?ml|json)$|^dreamos\.schema\.json$|^\.dreamos\//, 'our config'],
  [/^lore\//, 'lore'],
  [/(?:^|\/)codeowners$/, 'who owns what'],
  [/(?:^|\/)\.(?:gitattributes|gitmodules|gitconfig|lfsconfig)$/, 'what git does'],
];

const FAMILIES = {
  'ci-changed': CI,
  'tooling-changed': TOOLING,
  'secret-file': SECRETS,
  'protected-file': OURS,
} as const;
export type ProtectedFamily = keyof typeof FAMILIES;

/** What a protected path is, in words, or null. */
export function protectedAs(path: string, family: ProtectedFamily): string | null {
  return FAMILIES[family].find(([pattern]) => pattern.test(path.toLowerCase()))?.[1] ?? null;
}
