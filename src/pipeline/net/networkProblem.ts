import { errorCode, errorName, errorText } from '../base/errorFacts';

/** Why a transfer went wrong, in words, and whether trying again can help. */
export interface NetworkProblem {
  why: string;
  retry: boolean;
}

const PROBLEMS: Record<string, NetworkProblem> = {
  ENOTFOUND: { why: 'its host name is not known', retry: false },
  EAI_AGAIN: { why: 'its host name could not be looked up', retry: true },
  ECONNREFUSED: { why: 'its server does not take connections', retry: true },
  ENETUNREACH: { why: 'there is no way to its server', retry: true },
  EHOSTUNREACH: { why: 'there is no way to its server', retry: true },
  ETIMEDOUT: { why: 'its server does not answer', retry: true },
  UND_ERR_CONNECT_TIMEOUT: { why: 'its server does not answer', retry: true },
  UND_ERR_HEADERS_TIMEOUT: { why: 'its server took the request and then stayed silent', retry: true },
  UND_ERR_BODY_TIMEOUT: { why: 'its server stopped sending', retry: true },
  ECONNRESET: { why: 'the connection was cut', retry: true },
  EPIPE: { why: 'the connection was cut', retry: true },
  UND_ERR_SOCKET: { why: 'the connection was cut', retry: true },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { why: 'the connection was cut', retry: true },
};

export function networkProblem(error: unknown): NetworkProblem {
  const code = codeOf(error);
  const known = PROBLEMS[code];
  if (known !== undefined) return known;
  if (/CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|UNABLE_TO_/.test(code))
    return { why: `its server could not be made sure of (${code})`, retry: false };
  if (code.startsWith('HPE_') || errorName(error) === 'HTTPParserError')
    return { why: 'its server does not speak HTTP', retry: false };
  return { why: `the network failed (${code || errorText(error)})`, retry: true };
}

/** Several addresses tried in turn make an AggregateError; the last one tells as much as any. */
function codeOf(error: unknown): string {
  const tried: unknown = typeof error === 'object' && error !== null && 'errors' in error ? error.errors : null;
  return errorCode(Array.isArray(tried) && tried.length > 0 ? tried.at(-1) : error);
}
