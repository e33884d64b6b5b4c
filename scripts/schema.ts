/** Writes `dreamos.schema.json` anew from the one declaration of the settings. */
import { writeFileSync } from 'node:fs';
import { renderSchema } from '../src/config/render-schema.ts';

const file = new URL('../dreamos.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(renderSchema(), null, 2)}\n`);
