/**
 * The last bytes of a stream as text. All of it is read, but only so much is kept: what failed stands at a log's end. A stream
 * that is longer than `mostRead` is left there.
 */
export async function readTail(
  stream: AsyncIterable<Uint8Array>,
  { keep, mostRead }: { readonly keep: number; readonly mostRead: number },
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let kept = 0;
  let read = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    kept += chunk.length;
    read += chunk.length;
    while (kept - (chunks[0]?.length ?? 0) >= keep) kept -= chunks.shift()?.length ?? 0;
    if (read >= mostRead) break;
  }
  const whole = Buffer.concat(chunks);
  const isCut = read > keep;
  const tail = isCut ? whole.subarray(whole.length - keep) : whole;
  const text = tail.toString('utf8').replace(/^\uFEFF/, '');
  // The first line is cut somewhere, perhaps within a character.
  return isCut ? text.slice(text.indexOf('\n') + 1) : text;
}
