import { NodeConnectionTypes } from 'n8n-workflow';
import type { ExpressionString } from 'n8n-workflow';
import { isHosted } from '../../src/backends';
import { SHORTS_PLACES } from '../places';

const ELSEWHERE = JSON.stringify(SHORTS_PLACES.filter(isHosted).map(({ name }) => name));

/** A chat model can be connected where the shorts are made on this machine; others have their own. */
export const inputs: ExpressionString = `={{ [
  { type: '${NodeConnectionTypes.Main}' },
  ...(${ELSEWHERE}.includes($parameter.backend) ? [] : [{ type: '${NodeConnectionTypes.AiLanguageModel}', displayName: 'Chat Model', maxConnections: 1, required: false }]),
] }}`;
