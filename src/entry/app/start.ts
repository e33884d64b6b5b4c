#!/usr/bin/env node
import module from 'node:module';

/** The app's server. As `src/entry/start.ts`, it turns Node's compile cache on before the rest is loaded. */
module.enableCompileCache?.();
await import('./serve.ts');
