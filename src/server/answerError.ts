import type { ServerResponse } from 'node:http';
import { homedir } from 'node:os';
import type { Duplex } from 'node:stream';
import { withoutPaths } from '../jobs/overHttp';
import type { ServerContext } from './serverUse';
import { mediaError, toMediaError } from '../pipeline/errors/mediaError';
import type { JobErrorBody } from '../pipeline/errors/errorBody';
import type { MediaJobError } from '../pipeline/errors/mediaError';

/** What an error shows, without a path of this machine; one that the client has sent stays. @param folder the home folder of jobs, where one is at hand */
export function errorBody(error: MediaJobError, folder = homedir()): JobErrorBody {
  const { message, ...rest } = error.toJSON();
  return {
    ...rest,
    message: error.status >= 500 || message.includes(folder) ? withoutPaths(message, { folder }) : message,
  };
}

/** Any thrown value as the answer to a request. What is nobody's mistake is told on standard error too. */
export function answerError(thrown: unknown, c: ServerContext, folder: string): Response {
  const error = toMediaError(thrown);
  if (error.kind === 'internal_error') process.emitWarning(`${c.req.method} ${c.req.path}: ${error.message}`);
  if (error.status === 401) c.header('www-authenticate', 'Bearer');
  return c.json(errorBody(error, folder), error.status as 400);
}

/** What Node's parser refuses, which never becomes a request (error codes of nodejs.org/api/http.html#event-clienterror). */
export function refusalOf({ code = '' }: { code?: string }): MediaJobError {
  if (code === 'HPE_HEADER_OVERFLOW') return mediaError('headers_too_large', {});
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return mediaError('request_timeout', { why: 'its head was not there in time' });
  if (code === 'HPE_INVALID_EOF_STATE')
    return mediaError('request_malformed', { why: 'the connection was closed before its end' });
  return mediaError('request_malformed', { why: 'it is not HTTP' });
}

/** Answers a request that could not be read, and closes its connection: after so many milliseconds also when the client keeps its own side open. */
export function refuse(error: MediaJobError, socket: Duplex, closeMs: number): void {
  const response = (socket as Duplex & { _httpMessage?: ServerResponse })._httpMessage;
  if (!socket.writable || response?.headersSent === true) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(errorBody(error));
  const head = [
    `HTTP/1.1 ${error.status} Refused`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  const late = setTimeout(() => socket.destroy(), closeMs).unref();
  socket.once('close', () => clearTimeout(late));
}
