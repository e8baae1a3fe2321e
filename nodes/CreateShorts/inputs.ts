import { NodeConnectionTypes } from 'n8n-workflow';
import type { ExpressionString } from 'n8n-workflow';

/** A chat model can be connected where the shorts are made on this machine; Swiftia has its own. */
export const inputs: ExpressionString = `={{ [
  { type: '${NodeConnectionTypes.Main}' },
  ...($parameter.backend === 'swiftia' ? [] : [{ type: '${NodeConnectionTypes.AiLanguageModel}', displayName: 'Chat Model', maxConnections: 1, required: false }]),
] }}`;
