/** The pages of the set-up: plain, without scripts. */

export function renderBegin(parts: { action: string; manifest: object; base: string }): string {
  return page(`
    <p>There is no GitHub App yet for this server. GitHub makes it from what stands below; nothing is installed anywhere by that:
    you choose the repositories afterwards.</p>
    <form action="${escapeHtml(parts.action)}" method="post">
      <input type="hidden" name="manifest" value="${escapeHtml(JSON.stringify(parts.manifest))}">
      <button>Make the app on GitHub</button>
    </form>
    ${isLocal(parts.base) ? LOCAL : ''}
    <details><summary>What it asks for</summary><pre>${escapeHtml(JSON.stringify(parts.manifest, null, 2))}</pre></details>
    ${BY_HAND}`);
}

/** For who has no key: what to set, and where the link is. */
export function renderNoKey(): string {
  return page(`
    <p>This server waits for its GitHub App. To make it here, open the link that the server printed when it started: only who
    started it may do that.</p>
    ${BY_HAND}`);
}

export function renderDone({ appUrl, kept }: { appUrl: string; kept: string | null }): string {
  const where =
    kept === null
      ? '<p><strong>Its credentials could not be kept.</strong> The server runs with them until it ends; for the next start make a new key and a new secret on the page of the app.</p>'
      : `<p>Its credentials are in <code>${escapeHtml(kept)}</code>, for the next start. The server runs with them already.</p>`;
  return page(`
    <p>The app is made.</p>
    ${where}
    <p><a href="${escapeHtml(appUrl)}/installations/new" rel="noreferrer">Choose the repositories that it may see</a></p>`);
}

const LOCAL = `<p><strong>GitHub cannot reach this address.</strong> Open this page under the address that it has for others, or set
  <code>PUBLIC_URL</code> and start again.</p>`;

const BY_HAND = `<details><summary>If there is an app already</summary>
  <p>Set these and start the server again:</p>
  <ul>
    <li><code>APP_ID</code>: the number on the page of the app</li>
    <li><code>PRIVATE_KEY</code>, or <code>PRIVATE_KEY_PATH</code>: the key that was downloaded from there</li>
    <li><code>WEBHOOK_SECRET</code>: the secret of its webhook</li>
    <li><code>GHE_HOST</code> and <code>GHE_PROTOCOL</code>: for a GitHub of your own</li>
  </ul></details>`;

function page(body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Dream.OS: set-up</title>
    <style>
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
      body { max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }
      button { font: inherit; padding: 0.5rem 1rem; }
      pre { overflow: auto; }
    </style>
  </head>
  <body>
    <h1>Dream.OS</h1>${body}
  </body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}

function isLocal(base: string): boolean {
  return /^https?:\/\/(localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(base);
}
