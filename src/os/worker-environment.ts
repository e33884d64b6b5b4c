import { isSecretVariable } from '../lore/known-values.ts';

/** Variables that no work needs: who has them could write to the forge, or to what else the server reaches. */
const SECRET = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL|^APP_ID$|^GITHUB_|^GH_/i;
/** For installs: what the registry is asked with, and by which way. */
const NEEDED = /^(?:NPM_TOKEN|NODE_AUTH_TOKEN)$|^(?:https?|all)_proxy$/i;
const PASSWORD_IN_ADDRESS = /^[a-z][a-z0-9+.-]*:\/\/[^\s/@]*:[^\s/@]+@/i;

/**
 * What a process that works sees of the server's environment. A check that is not shut in can read the environment of the process
 * that started it: so there is nothing in it.
 */
export function toWorkerEnvironment(raw: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(raw).filter(
      ([name, value]) =>
        NEEDED.test(name) ||
        !(SECRET.test(name) || isSecretVariable(name, value.trim()) || PASSWORD_IN_ADDRESS.test(value)),
    ),
  );
}
