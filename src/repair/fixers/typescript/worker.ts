/**
 * Runs as a process of its own: `node worker.ts <request.json>`. It loads the repository's TypeScript, which is the
 * repository's code, so it has no business in ours.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { QuickFixRequest } from './exchange.ts';
import { findFixes } from './find-fixes.ts';

const [, , requestFile] = process.argv;
if (requestFile === undefined) throw new Error('usage: worker <request.json>');
const request: QuickFixRequest = JSON.parse(readFileSync(requestFile, 'utf8'));
writeFileSync(request.answer, JSON.stringify(findFixes(request)));
