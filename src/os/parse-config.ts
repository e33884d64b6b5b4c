import type { Config } from '../domain/config.ts';

/** The config of a text, or one `bad-config` error; `where` names it in messages. Its parser is loaded when it is first needed. */
export async function parseConfig(text: string, where: string): Promise<Config> {
  const config = await import('../config/load-config.ts');
  return config.parseConfig(text, where);
}
