import type { IExecuteFunctions } from 'n8n-workflow';
import { LONGEST_TIME_LIMIT, MOST_PRIORITY } from '../../src/pipeline/request/orderLimits';
import { webAddress } from '../../src/pipeline/storage/place';
import { RUN, RUN_OPTIONS } from '../names';
import { jsonObject } from '../options/jsonObject';
import { LONGEST_ADDRESS } from '../../src/pipeline/base/textLimits';
import { shownValue } from '../../src/pipeline/base/shownValue';
import { mediaError } from '../../src/pipeline/errors/mediaError';

/** How an item's job is to be run. */
export interface JobOptions {
  /** Milliseconds; null: none. */
  timeLimit: number | null;
  /** null: to be made of where the job is created. */
  idempotencyKey: string | null;
  priority: number;
  webhookUrl: string | null;
  /** For a hosted API alone. */
  extraOptions: Record<string, unknown>;
}

/** Whether the workflow goes on with the result, and not with the job that was created. */
export const waitsFor = (context: IExecuteFunctions): boolean => context.getNodeParameter(RUN.waits, 0, true) !== false;

/** What the node's parameters say of an item's job. @throws request_invalid */
export function jobOptions(context: IExecuteFunctions, index: number): JobOptions {
  const given: Record<string, unknown> = { ...(context.getNodeParameter(RUN.options, index, {}) as object) };
  const minutes = numberOf(given, RUN_OPTIONS.timeLimit, { min: 0.1, max: LONGEST_TIME_LIMIT / 60 });
  return {
    timeLimit: minutes === null ? null : Math.round(minutes * 60_000),
    idempotencyKey: textOf(given, RUN_OPTIONS.key),
    priority: Math.round(numberOf(given, RUN_OPTIONS.priority, { min: -MOST_PRIORITY, max: MOST_PRIORITY }) ?? 0),
    webhookUrl: webhookOf(textOf(given, RUN_OPTIONS.webhook)),
    extraOptions: jsonObject(given[RUN_OPTIONS.extra] ?? {}, RUN_OPTIONS.extra, '{"watermark": "…"}'),
  };
}

function textOf(given: Record<string, unknown>, name: string): string | null {
  const value = given[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw invalid(name, 'text', value);
  return String(value).trim() || null;
}

/** An expression may give a number as text. */
function numberOf(
  given: Record<string, unknown>,
  name: string,
  { min, max }: { min: number; max: number },
): number | null {
  const text = textOf(given, name);
  if (text === null) return null;
  const value = Number(text);
  if (!(value >= min && value <= max))
    throw invalid(name, `a number from ${min.toLocaleString('en-US')} to ${max.toLocaleString('en-US')}`, given[name]);
  return value;
}

function webhookOf(url: string | null): string | null {
  if (url !== null && url.length > LONGEST_ADDRESS)
    throw invalid(
      RUN_OPTIONS.webhook,
      `an address of at most ${LONGEST_ADDRESS.toLocaleString('en-US')} characters`,
      '…',
    );
  if (url !== null && webAddress(url) === null)
    throw invalid(RUN_OPTIONS.webhook, 'an address that starts with http:// or https://', url);
  return url;
}

const invalid = (name: string, rule: string, given: unknown) =>
  mediaError('request_invalid', {
    problems: `"${name}" must be ${rule} (given: ${shownValue(given)}).`,
  });
