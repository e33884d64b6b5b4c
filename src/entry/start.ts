#!/usr/bin/env node
import module from 'node:module';

/**
 * The program that is installed. It turns Node's compile cache on before the rest is loaded, so that from the second
 * start on nothing is compiled again (in Node's own folder in temp; NODE_DISABLE_COMPILE_CACHE=1 turns it off).
 */
module.enableCompileCache?.();
await import('./cli.ts');
