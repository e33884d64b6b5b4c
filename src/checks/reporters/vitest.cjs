/** A vitest reporter beside the printing one: writes what failed to DREAMOS_REPORT_FILE. Works from vitest 0.30 on. */
'use strict';

module.exports = class Reporter {
  onInit(vitest) {
    this.root = vitest && vitest.config ? vitest.config.root : process.cwd();
  }

  /** Up to vitest 3. */
  onFinished(files, errors) {
    this.write(files || [], errors || []);
  }

  /** From vitest 3 on. */
  onTestRunEnd(modules, errors) {
    this.write((modules || []).map((module) => module.task).filter(Boolean), errors || []);
  }

  write(files, errors) {
    try {
      const report = {
        root: this.root,
        failures: files.flatMap((file) => failuresOf(file, file, [])),
        unhandled: errors.map(toError),
      };
      require('fs').writeFileSync(process.env.DREAMOS_REPORT_FILE, JSON.stringify(report));
    } catch {
      // The text is read instead.
    }
  }
};

function failuresOf(task, file, above) {
  const path = task === file ? [] : [...above, task.name];
  const errors = (task.result && task.result.state === 'fail' && task.result.errors) || [];
  const own = errors.map((error) => ({ file: file.filepath, path, error: toError(error) }));
  return [...own, ...(task.tasks || []).flatMap((child) => failuresOf(child, file, path))];
}

function toError(error) {
  return {
    name: error.name || error.nameStr || null,
    message: String(error.message === undefined ? error : error.message),
    diff: typeof error.diff === 'string' ? error.diff : null,
    stack: String(error.stack || error.stackStr || ''),
  };
}
