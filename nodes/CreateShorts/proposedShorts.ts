import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { JobWarning } from '../../src/pipeline/job/job';
import { wishOf } from '../../src/pipeline/kinds/shorts/schema';
import type { ShortsOptions } from '../../src/pipeline/kinds/shorts/schema';
import type { Proposal } from '../../src/pipeline/kinds/shorts/choose/proposed';
import { proposeShorts } from '../../src/pipeline/kinds/shorts/proposal/proposeShorts';
import type { ChatModel } from '../../src/pipeline/kinds/shorts/proposal/proposeShorts';
import { readTranscript } from '../../src/pipeline/captions/transcript';

/** What a connected chat model proposes for an item, with what there is to know about it. */
export interface Proposed {
  proposals: Proposal[];
  warnings: JobWarning[];
}

/** Asks the chat model that is connected to the node, if one is, and if there is a transcript for it to read. @throws cancelled, what n8n says of the model's node */
export async function proposedShorts(
  context: IExecuteFunctions,
  index: number,
  options: ShortsOptions,
  signal: AbortSignal,
): Promise<Proposed> {
  const model = await connectedModel(context, index);
  if (model === null) return { proposals: [], warnings: [] };
  if (options.predefined_shorts !== undefined) return unused('the shorts are defined already');
  const transcript = options.transcript === undefined ? null : readTranscript(options.transcript);
  if (transcript === null)
    return unused('there is no transcript for it to read. Give it one by the option "Transcript"');
  return proposeShorts(model, { transcript, wish: wishOf(options), signal });
}

const unused = (why: string): Proposed => ({
  proposals: [],
  warnings: [{ kind: 'chat_model_unused', message: `The chat model was not asked: ${why}.` }],
});

async function connectedModel(context: IExecuteFunctions, index: number): Promise<ChatModel | null> {
  // As a tool of an agent the node has no inputs, and n8n throws where it has none of this type.
  if (!context.getNodeInputs().some(({ type }) => type === NodeConnectionTypes.AiLanguageModel)) return null;
  const connected: unknown = await context.getInputConnectionData(NodeConnectionTypes.AiLanguageModel, index);
  return isChatModel(connected) ? connected : null;
}

const isChatModel = (connected: unknown): connected is ChatModel =>
  typeof connected === 'object' &&
  connected !== null &&
  'invoke' in connected &&
  typeof connected.invoke === 'function';
