import * as z from 'zod';
import { LORE_BRANCH } from './lore-places.ts';

/** In YAML 1.2 these are text. Somebody who writes them means `false`, and not a program of that name. */
const CommandLine = z
  .string()
  .min(1)
  .regex(/^(?!([nN][oO]|[oO][fF][fF])$)/, 'write `false` to leave a check out');

/** A check as the user writes it: what to run, or `false` to leave a detected one out. */
const CheckSetting = z.union([
  z.literal(false).describe('Leave this check out.'),
  CommandLine.describe('The command line to run.').transform((run) => ({
    run,
    timeout: undefined as number | undefined,
    cwd: undefined as string | undefined,
  })),
  z
    .strictObject({
      run: CommandLine.optional().describe('The command line to run; default: as detected.'),
      timeout: z.number().positive().max(86_400).optional().describe('Deadline of one run, in seconds.'),
      cwd: z
        .string()
        .regex(
          /^(?!\/|[A-Za-z]:|.*\\)(?!(.*\/)?\.\.(\/|$))./,
          'a folder inside the repository, relative to its top and with `/`',
        )
        .optional()
        .describe('Folder to run it in, relative to the top; default: the top, or as detected.'),
    })
    .describe('Change a detected check, or add one.'),
]);

/** Every setting of `.github/dreamos.yml`, each declared once; the schema, `validate` and the docs are made from this. */
export const Config = z
  .strictObject({
    mode: z
      .enum(['propose', 'observe', 'off'])
      .default('propose')
      .describe(
        '`propose` makes fix branches; `observe` finds and proves fixes but writes nothing; `off` refuses to start.',
      ),
    checks: z
      .record(
        z
          .string()
          .regex(
            /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
            'a check name has letters, digits, `.`, `_` and `-`, and begins with a letter or digit',
          ),
        CheckSetting,
      )
      .prefault({})
      .describe('Checks by name: change, add, or leave out (`false`). What is not named here is detected.'),
    detect: z.boolean().default(true).describe('Detect checks from package.json and tool configurations.'),
    fixers: z
      .strictObject({
        format: z.boolean().default(true).describe('The linter’s and formatter’s own fixes.'),
        typescript: z.boolean().default(true).describe('Quick fixes of the TypeScript language service.'),
        modules: z
          .boolean()
          .default(true)
          .describe('Wrong paths, extensions, names and kinds of imports and exports.'),
        lockfile: z.boolean().default(true).describe('A lockfile that is out of step with package.json.'),
        regression: z
          .boolean()
          .default(true)
          .describe('The smallest part of the commit that turned a check red, undone as a draft.'),
      })
      .prefault({})
      .describe('Fixers, on or off.'),
    budget: z
      .strictObject({
        seconds: z
          .number()
          .positive()
          .max(86_400)
          .default(300)
          .describe(
            'Wall-clock seconds for finding and proving fixes in a run; the first run of each check and installs are not counted.',
          ),
        candidates: z
          .number()
          .int()
          .positive()
          .max(1_000_000)
          .default(200)
          .describe('Candidate patches evaluated at most in a run.'),
      })
      .prefault({})
      .describe('What a run may cost.'),
    leaveAlone: z
      .array(z.string().min(1))
      .default([])
      .describe('Paths that no patch may touch: globs with `*`, `**` and `?`, relative to the top.'),
    flakyRuns: z
      .number()
      .int()
      .min(1)
      .max(20)
      .default(2)
      .describe('How often a red test is run again before it is believed.'),
    sandbox: z
      .enum(['auto', 'require', 'none'])
      .default('auto')
      .describe(
        '`auto` shuts checks in where it can and says so; `require` refuses to run them where it cannot; `none` never does.',
      ),
    allow: z
      .array(z.string().min(1))
      .default([])
      .describe('What a check in the sandbox may reach of the network: nothing, or `*` for all of it.'),
    lore: z
      .strictObject({
        write: z.boolean().default(true).describe('Write down what a run learned.'),
        branch: z
          .string()
          .regex(
            /^(?![-/.@])(?!.*(?:\.\.|\/\.|\/\/|@\{|[~^:?*[\]\\\s\p{Cc}]))(?!.*(?:\/|\.|\.lock)$)./u,
            'the name of a branch, as git takes it',
          )
          .default(LORE_BRANCH)
          .describe('Branch that takes what travels with no fix.'),
      })
      .prefault({})
      .describe('Memory of failures and fixes.'),
    github: z
      .strictObject({
        prove: z
          .boolean()
          .default(false)
          .describe(
            'Judge every pull request by our own runs, in the check `dreamos/proof`: nothing weakened, nothing worse; and, where it claims a fix (`fix:`, `fixes #1`), red before and green after.',
          ),
        gate: z
          .boolean()
          .default(false)
          .describe('Let our check runs fail; else they are neutral and block nothing.'),
        caps: z
          .strictObject({
            pullsPerHour: z
              .number()
              .int()
              .min(0)
              .max(100)
              .default(2)
              .describe('Pull requests opened in an hour.'),
            openPulls: z.number().int().min(0).max(100).default(3).describe('Pull requests open at once.'),
            openIssues: z
              .number()
              .int()
              .min(0)
              .max(1000)
              .default(10)
              .describe('Issues of incidents open at once; what is red beyond them is on the dashboard.'),
            attempts: z.number().int().min(1).max(100).default(3).describe('Attempts for one incident.'),
            commandsPerHour: z
              .number()
              .int()
              .min(1)
              .max(1000)
              .default(20)
              .describe('Commands of one person that are heard in an hour.'),
          })
          .prefault({})
          .describe('What is opened and heard at most.'),
        healPulls: z.boolean().default(true).describe('Offer fixes for what a person’s pull request broke.'),
        reviewers: z
          .enum(['none', 'codeowners'])
          .default('none')
          .describe('Whom to ask for a review of a fix.'),
        signOff: z
          .enum(['auto', 'always', 'never'])
          .default('auto')
          .describe('Sign our commits off (DCO); `auto`: where the log shows that it is used.'),
        bots: z
          .array(z.string().min(1))
          .default([])
          .describe('Logins of bots whose comments may command; all others are ignored.'),
        hours: z
          .string()
          .regex(
            /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
            'hours in UTC like `08:00-18:00`; over midnight is well',
          )
          .nullable()
          .default(null)
          .describe('When pull requests and issues may be opened, in UTC; outside they wait.'),
      })
      .prefault({})
      .describe('The app on GitHub.'),
    timeout: z
      .number()
      .positive()
      .max(86_400)
      .default(600)
      .describe('Deadline of one run of a check, in seconds, where the check names none.'),
  })
  .describe('Settings of Dream.OS for a repository.');
export type Config = z.infer<typeof Config>;
