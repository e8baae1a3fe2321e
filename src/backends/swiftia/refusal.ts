import type { ErrorKind } from '../../pipeline/errors/table';
import type { ApiAccess } from '../apiAccess';
import type { Refusal } from '../apiAnswer';
import { fieldsOf, textOr } from '../hostedJob';
import { reportedError } from '../reportedError';
import { withoutPhones } from './withoutPhones';
import { mediaError } from '../../pipeline/errors/mediaError';
import type { MediaJobError } from '../../pipeline/errors/mediaError';

/** Its codes by ours; others keep their names. */
const KINDS: Record<string, ErrorKind> = {
  INVALID_INPUT: 'request_invalid',
  UNAUTHORIZED: 'token_invalid',
  NOT_FOUND: 'job_not_found',
};
/** The same where an answer has no code. */
const KIND_OF: Record<number, ErrorKind> = {
  400: 'request_invalid',
  401: 'token_invalid',
  402: 'payment_required',
  422: 'request_invalid',
};

/** Errors of the Swiftia API: the three refusals of its reference, and `{status, message, code}`. Phone numbers stand in none of them. */
export const swiftiaRefusal =
  (access: ApiAccess): Refusal =>
  ({ status, body }) => {
    const fields = fieldsOf(body);
    const known = status === 403 ? refusalOf(access.name, fields) : null;
    if (known !== null) return known;
    const message = withoutPhones(textOr(fields.message, null) ?? textOr(fields.error, `it answers ${status}`));
    const code = textOr(fields.code, null) ?? textOr(fields.error, null);
    const kind =
      (code === null ? undefined : KINDS[code]) ?? KIND_OF[status] ?? (code === null ? null : withoutPhones(code));
    return kind === null ? null : reportedError(access, { kind, message });
  };

function refusalOf(backend: string, { error, storageInfo }: Record<string, unknown>): MediaJobError | null {
  if (error === 'fullStorage') {
    const { usedSize, totalSize, availableSize } = fieldsOf(storageInfo);
    return mediaError('storage_full', {
      backend,
      used: figure(usedSize),
      total: figure(totalSize),
      available: figure(availableSize),
    });
  }
  if (typeof error === 'string' && /phone/i.test(error)) return mediaError('phone_unverified', { backend });
  return error === 'noEnoughCredit' ? mediaError('credit_insufficient', { backend }) : null;
}

/** Its reference names no unit. */
const figure = (size: unknown): string => (typeof size === 'number' ? size.toLocaleString('en-US') : '?');
