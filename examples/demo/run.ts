import { rm } from 'node:fs/promises';
import { chapters } from './chapters.ts';
import { Stage } from './stage.ts';

/**
 * Plays the chapters in temp folders, with real git and real checks, and ends with exit 0 when everything went as told.
 *
 *   npm run demo               all chapters
 *   npm run demo -- heal       one
 *   npm run demo -- heal --keep   leaves its folder to look at
 *   npm run demo -- github --serve   keeps its GitHub up until Ctrl-C
 */
const words = process.argv.slice(2);
if (words.includes('--help') || words.includes('-h')) {
  process.stdout.write(
    `Usage: npm run demo [-- <chapter>] [--keep] [--serve]\n\n${chapters.map(({ name, tells }) => `  ${name}  ${tells}\n`).join('')}`,
  );
  process.exit(0);
}
const keep = words.includes('--keep');
const isServed = words.includes('--serve');
const name = words.find((word) => !word.startsWith('-'));
const chosen = chapters.filter((chapter) => name === undefined || chapter.name === name);
if (chosen.length === 0) {
  process.stderr.write(
    `There is no chapter ${name}. There are: ${chapters.map((chapter) => chapter.name).join(', ')}\n`,
  );
  process.exit(2);
}

const stage = await Stage.open();
try {
  for (const chapter of chosen) {
    stage.title(chapter.name, chapter.tells);
    const began = Date.now();
    await chapter.play(stage, { isServed });
    stage.tell(`chapter ${chapter.name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
  stage.say(`Everything went as told, in ${stage.seconds()} s.`);
} catch (error) {
  stage.say(`The demo did not go as told: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  if (keep) stage.say(`The repositories are in ${stage.folder}`);
  else await rm(stage.folder, { recursive: true, force: true });
}
