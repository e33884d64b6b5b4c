import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'minor' }) => void;
let collect: Collect | null = null;

/**
 * Frees what was read and dropped since the last time. V8 does not feel the weight of buffers outside its heap until
 * some 64 MB of them are garbage: more than a command's whole output may cost us. It takes well under a millisecond.
 */
export function collectGarbage(): void {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  collect({ type: 'minor' });
}
