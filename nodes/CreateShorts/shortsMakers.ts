import type { IExecuteFunctions } from 'n8n-workflow';
import type { BackendName } from '../../src/backends';
import { RUN } from '../names';
import type { ShortsMaker } from './shortsMaker';

/** How the node has shorts made in each place, loaded when it is first needed. */
const MAKERS = {
  local: () => (require('./localShorts') as typeof import('./localShorts')).localShorts,
  swiftia: () => (require('./swiftiaShorts') as typeof import('./swiftiaShorts')).swiftiaShorts,
} satisfies Partial<Record<BackendName, () => ShortsMaker>>;

type Place = keyof typeof MAKERS;

/** Of the place that the node is set to; of this machine where that makes no shorts. */
export function chosenMaker(context: IExecuteFunctions): ShortsMaker {
  const chosen: unknown = context.getNodeParameter(RUN.backend, 0);
  return (typeof chosen === 'string' && Object.hasOwn(MAKERS, chosen) ? MAKERS[chosen as Place] : MAKERS.local)();
}
