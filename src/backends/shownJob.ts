import { redact } from '../pipeline/base/redact';
import type { ApiAccess } from './apiAccess';
import { withoutKey } from './reportedError';
import type { BackendJob } from './backendJob';

/**
 * A job as users are shown it: without the secrets of the address that its input is fetched from, wherever the API repeats it, and without the API key. Addresses
 * of results stay as they are, since somebody is to open them; so do the user's own options and metadata.
 * @param sent the input as it was sent, where that is known
 */
export function shownJob(job: BackendJob, { apiKey }: ApiAccess, sent: string | null): BackendJob {
  const { options, metadata, ...told } = job;
  const masked = sent === null ? null : redact(sent);
  const visit = (value: unknown, isResult: boolean): unknown => {
    if (Array.isArray(value)) return value.map((each) => visit(each, isResult));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, visit(each, isResult ? true : name === 'output')]),
      );
    if (typeof value !== 'string') return value;
    const hidden = sent === null || masked === null ? value : value.replaceAll(sent, masked);
    return isResult && hidden === value ? withoutKeyAlone(value, apiKey) : withoutKey(hidden, apiKey);
  };
  return { ...(visit(told, false) as BackendJob), options, metadata };
}

const withoutKeyAlone = (text: string, apiKey: string): string =>
  apiKey.trim() === '' ? text : text.replaceAll(apiKey.trim(), '***');
