export const APP_HELP = `dreamos app: the server of the GitHub App

Usage: npm start [-- --help | --version]

It takes GitHub's deliveries at /api/github/webhooks, says at /healthz that it is alive and at /readyz whether it takes
deliveries now. Without credentials it prints a link to a page that makes the app on GitHub. SIGTERM or SIGINT ends it: what
came is answered and written down first.

Environment (npm start reads .env as well):
  PORT              default 3000
  HOST              default 127.0.0.1: for a proxy on the same machine that has the certificate.
                    In a container set 0.0.0.0.
  PUBLIC_URL        https://... where GitHub reaches this server; default: where the set-up page is opened at
  APP_ID            the number on the page of the app
  PRIVATE_KEY       its key in PEM form (\\n for line ends, or base64), or
  PRIVATE_KEY_PATH  the file with it
  WEBHOOK_SECRET    the secret of its webhook
  GHE_HOST          a GitHub of your own: github.example.com
  GHE_PROTOCOL      https (default) or http
  DREAMOS_DATA      folder for copies of repositories and the journal of what was heard; it must outlive the server.
                    Default: dreamos in $XDG_STATE_HOME or ~/.local/state
  DREAMOS_SANDBOX   auto (default): checks are shut in where they can be; require: nothing runs where they cannot;
                    none: a repository's settings may switch the sandbox off. They may ask for more than this, not for less.
  LOG_LEVEL         debug: also what is ignored, and why
`;
