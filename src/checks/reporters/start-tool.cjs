/**
 * Finds out which tool is starting and adds the arguments that make it write a structured report too. Any Node since 12.
 *
 * For each tool it writes `<id>.meta.json` ({ tool, version, cwd, args }) into the report folder, so that a tool which
 * died before it could report is known; the report itself is `<id>.json`.
 */
'use strict';

module.exports = function startTool(into, isRunner) {
  if (!require('worker_threads').isMainThread) return;
  if (isRunner) return reportNodeTest(into);
  const tool = startingTool(process.argv[1]);
  if (!tool || !ADAPT[tool.name]) return;
  const args = process.argv.slice(2);
  const file = announce(into, tool, args);
  // What the tool starts in turn is the tool's own affair.
  delete process.env.DREAMOS_REPORT_DIR;
  process.env.DREAMOS_REPORT_FILE = file;
  process.env.DREAMOS_REPORT_TOOL = tool.root;
  process.argv.splice(2, args.length, ...ADAPT[tool.name](args, file, tool));
};

/** Which tool a script belongs to, by the name in the package.json above it; null for all that is not ours to know. */
function startingTool(script) {
  const path = require('path');
  const fs = require('fs');
  let folder = path.dirname(fs.realpathSync(script));
  for (let depth = 0; depth < 4; depth += 1) {
    const manifest = path.join(folder, 'package.json');
    if (fs.existsSync(manifest)) {
      const { name, version } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
      if (name) return { name: PACKAGES[name], version: String(version), root: folder };
    }
    folder = path.dirname(folder);
  }
  return null;
}

/** Notes that a tool started; returns where its report goes. */
function announce(into, tool, args) {
  const id = `${Date.now().toString(36).padStart(9, '0')}-${process.pid}-${tool.name}`;
  const file = require('path').join(into, id);
  const meta = { tool: tool.name, version: tool.version, cwd: process.cwd(), args };
  require('fs').writeFileSync(`${file}.meta.json`, JSON.stringify(meta));
  return `${file}.json`;
}

function reporter(name) {
  return require('path').join(__dirname, `${name}.cjs`);
}

function has(args, ...flags) {
  return args.some((arg) => flags.some((flag) => arg === flag || arg.startsWith(`${flag}=`)));
}

/** Keeps what goes to the terminal for the report as well: for tools whose text is all they have. */
function keepPrinted(file) {
  const kept = [];
  let size = 0;
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write;
    stream.write = function (chunk, ...rest) {
      if (size < KEPT_BYTES) {
        size += chunk.length;
        kept.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
      }
      return write.call(this, chunk, ...rest);
    };
  }
  process.on('exit', () => {
    try {
      require('fs').writeFileSync(file, JSON.stringify({ printed: kept.join('') }));
    } catch {
      // The report folder may be gone; the text is read instead.
    }
  });
}

/**
 * Node's own test runner takes reporters from its command line alone, and that is read before any script runs: start it
 * once more, with a reporter beside what it would have used, and end as it ends.
 */
function reportNodeTest(into) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const flags = process.execArgv;
  const fixed = (process.env.NODE_OPTIONS || '').includes('--test-reporter');
  if (major < 18 || (major === 18 && minor < 15) || fixed || has(flags, '--watch')) return;
  const file = announce(into, { name: 'node-test', version: process.versions.node }, process.argv.slice(1));
  const added = [];
  const reporters = flags.filter((flag) => /^--test-reporter(?:=|$)/.test(flag)).length;
  const destinations = flags.filter((flag) => /^--test-reporter-destination(?:=|$)/.test(flag)).length;
  if (reporters === 0) {
    added.push(`--test-reporter=${major >= 23 || process.stdout.isTTY ? 'spec' : 'tap'}`);
  }
  if (destinations === 0) added.push('--test-reporter-destination=stdout');
  added.push(`--test-reporter=${require('url').pathToFileURL(reporter('node-test')).href}`);
  added.push(`--test-reporter-destination=${file}`);
  const env = Object.assign({}, process.env);
  delete env.DREAMOS_REPORT_DIR;
  const ended = require('child_process').spawnSync(
    process.execPath,
    [...flags, ...added, ...process.argv.slice(1)],
    { stdio: 'inherit', env },
  );
  if (ended.error) return;
  if (ended.signal) process.kill(process.pid, ended.signal);
  process.exit(ended.status === null ? 1 : ended.status);
}

const KEPT_BYTES = 8 * 1024 * 1024;
const PACKAGES = {
  jest: 'jest',
  'jest-cli': 'jest',
  'react-scripts': 'jest',
  vitest: 'vitest',
  mocha: 'mocha',
  eslint: 'eslint',
  typescript: 'tsc',
  'vue-tsc': 'tsc',
  '@biomejs/biome': 'biome',
  prettier: 'prettier',
};

/** Arguments with the reporter added. Unchanged where the call reports nothing, or has its own machine format. */
const ADAPT = {
  jest(args, file) {
    const other = [
      '--json',
      '--outputFile',
      '--watch',
      '--watchAll',
      '--listTests',
      '--showConfig',
      '--init',
    ];
    if (has(args, ...other, '--version', '-v', '--help', '-h', '--clearCache')) return args;
    return ['--json', `--outputFile=${file}`, ...args];
  },

  vitest(args) {
    if (['list', 'init', 'bench', 'watch', 'dev'].includes(args[0])) return args;
    const shown = has(args, '--reporter', '--version', '-v', '--help', '-h') ? [] : ['--reporter=default'];
    const added = [...shown, `--reporter=${reporter('vitest')}`];
    const end = args.indexOf('--');
    return end === -1 ? [...args, ...added] : [...args.slice(0, end), ...added, ...args.slice(end)];
  },

  mocha(args) {
    return ['--require', reporter('mocha'), ...args];
  },

  eslint(args, _file, tool) {
    if (has(args, '--print-config', '--init', '--env-info', '--version', '-v', '--help', '-h')) return args;
    const at = args.findIndex((arg) => /^(?:-f|--format)(?:=|$)/.test(arg));
    const value =
      at === -1 ? 'stylish' : args[at].includes('=') ? args[at].replace(/^[^=]*=/, '') : args[at + 1];
    const formatter = require('path').join(tool.root, 'lib', 'cli-engine', 'formatters', `${value}.js`);
    if (/[\\/.]/.test(value) || !require('fs').existsSync(formatter)) return args;
    process.env.DREAMOS_REPORT_TOOL = formatter;
    const ours = ['--format', reporter('eslint')];
    if (at === -1) return [...ours, ...args];
    return [...args.slice(0, at), ...ours, ...args.slice(at + (args[at].includes('=') ? 1 : 2))];
  },

  tsc(args, file, tool) {
    if (has(args, '--init', '--watch', '-w')) return args;
    // From 7 on the compiler is another program, which writes past us.
    if (parseInt(tool.version, 10) < 7) keepPrinted(file);
    return [...args, '--pretty', 'false'];
  },

  biome(args, file, tool) {
    const checks = ['check', 'ci', 'lint', 'format'].includes(args[0]);
    if (!checks || has(args, '--help', '--version', '--stdin-file-path')) return args;
    const [major, minor] = tool.version.split('.').map(Number);
    const limit = has(args, '--max-diagnostics')
      ? []
      : [`--max-diagnostics=${major >= 2 ? 'none' : String(BIOME_1_LIMIT)}`];
    const writesFile = major > 2 || (major === 2 && minor >= 4);
    if (!writesFile || has(args, '--reporter', '--reporter-file'))
      return [args[0], ...limit, ...args.slice(1)];
    const both = ['--reporter=default', '--reporter=json', `--reporter-file=${file}`];
    return [args[0], ...both, ...limit, ...args.slice(1)];
  },

  prettier(args, file) {
    if (has(args, '--check', '-c', '--list-different', '-l')) keepPrinted(file);
    return args;
  },
};
/** Biome 1 refuses more. */
const BIOME_1_LIMIT = 200;
