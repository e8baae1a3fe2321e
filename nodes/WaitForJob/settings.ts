import type { IExecuteFunctions } from 'n8n-workflow';
import { chosenBackend, DEFAULT_BACKEND } from '../../src/backends';
import type { Backend } from '../../src/backends/backend';
import { RUN, WAIT } from '../names';
import { operationName } from './operationFields';
import type { Operation } from './operationFields';
import { mediaError } from '../../src/pipeline/errors/mediaError';

export const operationIn = (context: IExecuteFunctions): Operation =>
  context.getNodeParameter(operationName(context.getNode().typeVersion), 0) as Operation;

/** Where the jobs are. */
export const placeIn = (context: IExecuteFunctions): Backend =>
  chosenBackend(context.getNodeParameter(RUN.backend, 0, DEFAULT_BACKEND));

/** How the node is set to wait, for all its items. */
export interface WaitSettings {
  backend: Backend;
  /** Look and go on, whatever there is. */
  once: boolean;
  limit: { ms: number; shown: string };
  onLimit: 'error' | 'continue' | 'cancel';
}

const UNITS = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
const YEAR_MS = 365 * UNITS.days;

/** @throws request_invalid */
export function waitSettings(context: IExecuteFunctions): WaitSettings {
  const once = operationIn(context) === 'once';
  // A form does not hand on what it hides.
  const amount = Number(once ? 0 : context.getNodeParameter(WAIT.limit, 0));
  const unit = (once ? 'seconds' : context.getNodeParameter(WAIT.unit, 0)) as keyof typeof UNITS;
  const ms = Math.round(amount * UNITS[unit]);
  if (!(ms >= 0 && ms <= YEAR_MS))
    throw mediaError('request_invalid', { problems: '"Time Limit" must be a number, and at most a year.' });
  return {
    backend: placeIn(context),
    once,
    limit: { ms, shown: `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}` },
    onLimit: once ? 'continue' : (context.getNodeParameter(WAIT.onLimit, 0) as WaitSettings['onLimit']),
  };
}
