import module from 'node:module';

/** The process that does one work order. As `start.ts`, it turns Node's compile cache on before the rest is loaded. */
module.enableCompileCache?.();
await import('./do-work.ts');
