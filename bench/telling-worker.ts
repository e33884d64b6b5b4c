/** The program that works, which writes what it prints to a file too: its result has the seconds of the checks. */
import { appendFileSync } from 'node:fs';

const { REAL_WORKER = '', TOLD = '' } = process.env;
const print = process.stdout.write.bind(process.stdout);
process.stdout.write = ((text: string, done: () => void) => {
  appendFileSync(TOLD, `${text}\n`);
  return print(text, done);
}) as typeof process.stdout.write;
await import(REAL_WORKER);
