import * as z from 'zod';
import { readYaml } from './read-yaml.ts';

/** `app.yml`: what the app asks for when it is made. */
const AppManifest = z.strictObject({
  name: z.string().min(1).max(34),
  description: z.string(),
  public: z.boolean(),
  default_events: z.array(z.string()),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
});
export type AppManifest = z.infer<typeof AppManifest>;

/** It is our own file: what is wrong in it is a fault of ours. */
export function parseAppManifest(text: string): AppManifest {
  const { value, problems } = readYaml(text);
  if (problems[0]) throw new Error(`app.yml: ${problems[0].sentence}`);
  return AppManifest.parse(value);
}
