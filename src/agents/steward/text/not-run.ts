import type { DreamError } from '../../../domain/errors.ts';
import type { CheckRunText } from '../../../domain/forge.ts';

/** The check run of a commit where nothing was run, and why. */
export function renderNotRun(
  { message, hint }: Pick<DreamError, 'message' | 'hint'>,
  redact: (text: string) => string,
): CheckRunText {
  return toNeutral('Nothing was run', [message, hint].map(redact));
}

/** The check run of a commit whose work failed each time it was tried. */
export function renderGivenUp(why: string): CheckRunText {
  const again =
    'It was tried several times. The next push is looked at anew; whoever wants this one again takes "Re-run" here.';
  return toNeutral('The commit could not be looked at', [why], again);
}

function toNeutral(title: string, reasons: readonly string[], lead = ''): CheckRunText {
  const parts = [lead, ...reasons.filter((reason) => reason.trim() !== '').map(toCode)];
  return {
    status: 'completed',
    conclusion: 'neutral',
    title,
    summary: parts.filter((part) => part !== '').join('\n\n'),
    annotations: [],
  };
}

/** As code: nothing in it is a link, a mention or a tag. */
function toCode(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
