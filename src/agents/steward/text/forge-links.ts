import { findInvisible } from '../../../lore/invisible.ts';
import { cut, quoteInline, toLine, unheeded } from '../../../lore/quote.ts';
import type { Links } from '../../incident-lines.ts';

/**
 * Links into the repository at GitHub, made from its own address alone. A path of a log is linked only when it cannot lead
 * out of the repository; else it is shown.
 */
export function forgeLinks(htmlUrl: string, sha: string): Links {
  return {
    commit: (of) => {
      const shown = quoteInline(of.slice(0, 12));
      return /^[0-9a-f]{7,64}$/.test(of) ? `[${shown}](${htmlUrl}/commit/${of})` : shown;
    },
    place: (file, line) => {
      const shown = quoteInline(line === null ? file : `${file}:${line}`);
      if (!isInside(file)) return shown;
      return `[${shown}](${htmlUrl}/blob/${sha}/${toUrl(file)}${line === null ? '' : `#L${line}`})`;
    },
  };
}

/** True for a path that GitHub can show: relative, plain, below the top. */
export function isInside(path: string): boolean {
  return (
    path !== '' &&
    path.length <= 400 &&
    path.isWellFormed() &&
    findInvisible(path) < 0 &&
    !/[\\\n\t]/.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

function toUrl(path: string): string {
  return encodeURIComponent(path)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/');
}

/**
 * A title, shown as it is. It becomes the subject of a merge, where a mention is heeded and `fixes #1` closes an issue: so none
 * of them is left whole.
 */
export function toTitle(text: string): string {
  return cut(unheeded(toLine(text)), MOST_TITLE);
}

const MOST_TITLE = 200;
