import type { IExecuteFunctions } from 'n8n-workflow';
import { chosenBackend, DEFAULT_BACKEND } from '../../src/backends';
import type { Backend } from '../../src/backends/backend';
import { RUN } from '../names';

/** Where the node is set to run its jobs. */
export const placeOf = (context: IExecuteFunctions): Backend =>
  chosenBackend(context.getNodeParameter(RUN.backend, 0, DEFAULT_BACKEND));
