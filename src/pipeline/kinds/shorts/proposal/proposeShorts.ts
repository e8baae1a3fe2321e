import type { JobWarning } from '../../../job/job';
import { throwIfCancelled } from '../../../errors/cancelled';
import { redact } from '../../../base/redact';
import type { Wish } from '../choose/choose';
import type { Proposal } from '../choose/proposed';
import type { Transcript } from '../../../captions/transcript';
import { readProposals } from './answer';
import { proposalPrompt } from './prompt';
import type { Messages } from './prompt';
import { withoutEnd } from '../../../base/withoutEnd';
import { toMediaError } from '../../../errors/mediaError';

/** As far as a chat model of LangChain is asked; models that only go on with a text answer with it as it is. */
export interface ChatModel {
  invoke(messages: Messages, options: { signal: AbortSignal }): Promise<unknown>;
}

export interface ProposalUse {
  transcript: Transcript;
  wish: Wish;
  signal: AbortSignal;
  /** Milliseconds. */
  timeLimit?: number;
}

/** What of a model's answer is asked for: thinking takes its time. */
const TIME_LIMIT = 3 * 60_000;
/** Longest transcript that is sent to a model, in characters: some 75,000 tokens, five hours of speech. */
const MOST_CHARACTERS = 300_000;

/**
 * Asks a chat model for the parts of a transcript that make good shorts. When it gives none, whatever the reason, a warning says why, and what was measured decides.
 * @throws cancelled
 */
export async function proposeShorts(
  model: ChatModel,
  { transcript, wish, signal, timeLimit = TIME_LIMIT }: ProposalUse,
): Promise<{ proposals: Proposal[]; warnings: JobWarning[] }> {
  const messages = proposalPrompt(transcript, wish);
  const length = messages.reduce((sum, [, text]) => sum + text.length, 0);
  if (length > MOST_CHARACTERS)
    return failed(
      `the transcript is too long for it (${length.toLocaleString('en-US')} characters; ${MOST_CHARACTERS.toLocaleString('en-US')} are possible)`,
    );
  const limit = AbortSignal.timeout(timeLimit);
  try {
    const proposals = readProposals(textOf(await ask(model, messages, AbortSignal.any([signal, limit]))));
    if (proposals === null) return failed('its answer is no JSON of the form that it was asked for');
    return proposals.length === 0
      ? failed('its answer names no part with a start and an end')
      : { proposals, warnings: [] };
  } catch (thrown) {
    throwIfCancelled(signal);
    return failed(
      limit.aborted ? `it has not answered within ${timeLimit / 1000} s` : `it could not be asked: ${reasonOf(thrown)}`,
    );
  }
}

const failed = (why: string) => ({
  proposals: [],
  warnings: [
    {
      kind: 'proposal_failed',
      message: `The chat model has proposed no shorts: ${why}. They were chosen by what was measured.`,
    },
  ],
});

/** A model that does not listen to the signal is left alone. @throws what the model throws, the signal's reason */
async function ask(model: ChatModel, messages: Messages, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  let leave: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    leave = () => signal.removeEventListener('abort', stop);
  });
  try {
    return await Promise.race([model.invoke(messages, { signal }), aborted]);
  } finally {
    leave();
  }
}

/** The text of an answer: itself, its `content`, or the parts of that which are text and not what the model thought. */
function textOf(answer: unknown): string {
  const content: unknown =
    typeof answer === 'object' && answer !== null && 'content' in answer ? answer.content : answer;
  if (typeof content === 'string') return content;
  const parts: unknown[] = Array.isArray(content) ? content : [];
  return parts.map(textOfPart).join('');
}

function textOfPart(part: unknown): string {
  const text: unknown = typeof part === 'object' && part !== null && 'text' in part ? part.text : part;
  return typeof text === 'string' ? text : '';
}

/** One line of what a vendor's error says, without keys. */
const reasonOf = (thrown: unknown): string =>
  withoutEnd(
    redact(thrown instanceof Error ? thrown.message : toMediaError(thrown).message)
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .slice(0, 200),
    /[.\s]/,
  );
