import { importGit } from './import-git.ts';

/** Loads what most orders need, for a process that has time until its order comes. Nothing is begun by it. */
export async function preloadWork(): Promise<void> {
  await Promise.all([
    importGit(),
    import('../adapters/process/run-process.ts'),
    import('../adapters/sandbox/create-sandbox.ts'),
    import('../adapters/npm/dependencies.ts'),
    import('../adapters/engine/inline-engine.ts'),
    import('../config/load-config.ts'),
    import('../checks/detect.ts'),
    import('../agents/index.ts'),
    import('../agents/lore/begin-lore.ts'),
    import('../agents/memory/open-memory.ts'),
  ]);
}
