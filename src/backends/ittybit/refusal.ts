import type { ApiAccess } from '../apiAccess';
import type { Refusal } from '../apiAnswer';
import { errorOf, fieldsOf, textOr } from '../hostedJob';
import { reportedError } from '../reportedError';

/** What a status means where the answer does not say it, as older ones do not. */
const UNSAID: Record<number, { kind: string; message: string }> = {
  400: { kind: 'request_invalid', message: 'it does not take the request (400)' },
  401: { kind: 'token_invalid', message: 'it does not accept the API key (401)' },
  402: { kind: 'payment_required', message: 'it wants to be paid first (402)' },
  403: { kind: 'token_invalid', message: 'it does not accept the API key (403)' },
  422: { kind: 'request_invalid', message: 'it does not take the request (422)' },
};

/** Errors of the Ittybit API: `{kind, message}`, and the older `{message}` and `{error: {message}}`. */
export const ittybitRefusal =
  (access: ApiAccess): Refusal =>
  ({ status, body }) => {
    const told = errorOf(body);
    const unsaid = UNSAID[status];
    const kind =
      (told === null || told.kind === 'failed' ? null : told.kind) ?? textOr(fieldsOf(body).kind, null) ?? unsaid?.kind;
    const message = told?.message ?? unsaid?.message ?? `it answers ${status}`;
    return kind === undefined ? null : reportedError(access, { kind, message });
  };
