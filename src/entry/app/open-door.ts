import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DreamError } from '../../domain/errors.ts';

/** Answers a request, or says false where it is none of its own. */
export type Answers = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface Door {
  /** `http://<host>:<port>`, as it really listens. */
  readonly url: string;
  /** Whoever answers from now on. */
  use(answers: Answers): void;
  /** Takes no more requests and resolves when those that came are answered, or after some seconds. */
  close(): Promise<void>;
}

/** A request has as long as GitHub waits for its answer, and some. */
const REQUEST_MS = 30_000;
const GRACE_MS = 10_000;
const MOST_CONNECTIONS = 1000;

/** An HTTP server, whose answers may change while it is open. Throws `bad-usage` where it cannot listen. */
export async function openDoor({ port, host }: { port: number; host: string }): Promise<Door> {
  let answers: Answers = async () => false;
  let isClosing = false;
  const server = createServer((request, response) => {
    // A connection that was busy when the door closed would be kept open for the next request.
    response.once('close', () => {
      if (isClosing) server.closeIdleConnections();
    });
    answers(request, response)
      .then((isAnswered) => {
        if (!isAnswered) say(response, 404, 'There is nothing here.\n');
      })
      .catch(() => {
        if (response.headersSent) response.destroy();
        else say(response, 500, 'This went wrong.\n');
      });
  });
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = REQUEST_MS;
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, fail) => {
    server.once('error', (error) => fail(toListenError(error, port, host)));
    server.listen(port, host, resolve);
  });
  const { address, family, port: real } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${real}`,
    use: (next) => {
      answers = next;
    },
    close: () =>
      new Promise((resolve) => {
        isClosing = true;
        const patience = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        server.close(() => {
          clearTimeout(patience);
          resolve();
        });
      }),
  };
}

export function say(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): true {
  response
    .writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    })
    .end(body);
  return true;
}

function toListenError(error: NodeJS.ErrnoException, port: number, host: string): DreamError {
  const why =
    error.code === 'EADDRINUSE'
      ? `Port ${port} of ${host} is taken.`
      : error.code === 'EACCES'
        ? `Port ${port} may not be opened by this user.`
        : `The server cannot listen on ${host}:${port}: ${error.message}.`;
  return new DreamError('bad-usage', why, 'Set PORT and HOST to others.', { cause: error });
}
