import type { IExecuteFunctions, INodePropertyOptions } from 'n8n-workflow';
import { RUN } from '../names';
import type { ShortsBackend } from './shortsBackend';

interface Choice extends INodePropertyOptions {
  value: string;
  /** Loads what makes the shorts there, when it is first needed. */
  load: () => ShortsBackend;
}

/** Where shorts can be made, as the form offers it; another place is one entry more. The first one is chosen unless another is. */
export const SHORTS_BACKENDS: readonly [Choice, ...Choice[]] = [
  {
    name: 'This N8n',
    value: 'local',
    description: 'On this machine, with ffmpeg',
    load: () => (require('./localShorts') as typeof import('./localShorts')).localShorts,
  },
  {
    name: 'Swiftia',
    value: 'swiftia',
    description: 'Through the Swiftia API, which costs money for each minute of the source',
    load: () => (require('./swiftiaShorts') as typeof import('./swiftiaShorts')).swiftiaShorts,
  },
];

/** The one that the node is set to. */
export function chosenBackend(context: IExecuteFunctions): ShortsBackend {
  const name = context.getNodeParameter(RUN.backend, 0);
  return (SHORTS_BACKENDS.find(({ value }) => value === name) ?? SHORTS_BACKENDS[0]).load();
}
