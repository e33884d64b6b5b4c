import { IDENTITY } from './git.ts';

const TRAILER = /^[A-Za-z0-9-]+: \S/;

/** A commit's message with our trailer of the Developer Certificate of Origin, as `git commit --signoff` adds it. */
export function signOff(message: string): string {
  const text = message.trimEnd();
  const last = text.slice(text.lastIndexOf('\n\n') + 1).trim();
  const isTrailers = text.includes('\n\n') && last.split('\n').every((line) => TRAILER.test(line));
  return `${text}${isTrailers ? '\n' : '\n\n'}Signed-off-by: ${IDENTITY.name} <${IDENTITY.email}>\n`;
}
