/**
 * An eslint formatter: prints what the formatter that was asked for prints (DREAMOS_REPORT_TOOL is its file), and writes
 * the findings to DREAMOS_REPORT_FILE.
 */
'use strict';

module.exports = function format(results, context) {
  const file = process.env.DREAMOS_REPORT_FILE;
  try {
    const report = {
      // Says that warnings alone made it red.
      tooManyWarnings: Boolean(context && context.maxWarningsExceeded),
      results: results.map((result) => ({
        filePath: result.filePath,
        messages: result.messages.map((message) => ({
          ruleId: message.ruleId,
          severity: message.severity,
          message: message.message,
          line: message.line,
          column: message.column,
        })),
      })),
    };
    require('fs').writeFileSync(file, JSON.stringify(report));
  } catch {
    // The text is read instead.
  }
  return require(process.env.DREAMOS_REPORT_TOOL)(results, context);
};
