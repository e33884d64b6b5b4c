import type { Failure } from '../../domain/report.ts';
import { tidyMessage } from '../parse-error.ts';
import { parseStack } from '../parse-stack.ts';
import { detailText, parseTap, type TapFailure } from '../parse-tap.ts';
import type { Parser, Printed } from '../parser.ts';
import { toLines } from '../strip-ansi.ts';
import { positionIn, toFailure } from '../to-failure.ts';

/** Any producer of the Test Anything Protocol that is not known by another name (tape, tap, ava --tap …). */
export const tap: Parser = {
  name: 'tap',
  // Node's runner writes TAP too, with marks of its own.
  recognises: (text) => /^ *not ok\b/m.test(text) && !/^ *duration_ms: /m.test(text),
  parseText: (text, printed) => parseTap(toLines(text)).map((failed) => toTapFailure(failed, printed)),
  parseReport: null,
  narrow: (failure) => (failure.file === null ? null : `node ${failure.file}`),
};

function toTapFailure(failed: TapFailure, printed: Printed): Failure {
  const at = detailText(failed, 'at');
  const frames = parseStack([...(at === null ? [] : [at]), ...failed.stack], printed);
  const file = frames.find((frame) => frame.own)?.file ?? null;
  const message = detailText(failed, 'message') ?? detailText(failed, 'error') ?? failed.path.at(-1) ?? '';
  return toFailure(printed, 'tap', {
    rule: failed.details.has('operator') || failed.details.has('expected') ? 'AssertionError' : 'Error',
    file,
    ...positionIn(file, frames),
    testPath:
      failed.path.length > 1 || failed.heading === null ? [...failed.path] : [failed.heading, ...failed.path],
    message: tidyMessage(message, printed),
    expected: failed.details.get('expected')?.text ?? null,
    actual: failed.details.get('actual')?.text ?? null,
    frames,
  });
}
