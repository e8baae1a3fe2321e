import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import { sourceOf } from '../input/read';
import { isSince } from '../versions';

/** Whether a node runs as the tool of an agent: a model reads what it gives. n8n calls the type of such a node `…Tool`. */
export const isTool = ({ type }: Pick<INode, 'type'>): boolean => type.endsWith('Tool');

/** Whether files can go in and out as binary data: not with a tool. Version 1 made them for nobody. */
export const passesFiles = (context: Pick<IExecuteFunctions, 'getNode'>): boolean =>
  !isTool(context.getNode()) || !isSince(context, 2);

const AS_RESULT =
  'Set "Put Result In" to S3, and under "Output Options" the result to Signed URL; or have the job run by a server of this package (media-jobs serve), whose links others can open';

/**
 * Refuses what a tool is set to that takes or makes files, before any work.
 * @param result what it does with a result that would be a file in the item; null: there is none
 * @param reads whether it reads what is set as its input @throws tool_without_files
 */
export function refuseFilesOfTool(
  context: Pick<IExecuteFunctions, 'getNode' | 'getNodeParameter'>,
  index: number,
  result: { way?: string } | null,
  reads = true,
): void {
  if (passesFiles(context)) return;
  if (reads && sourceOf(context, index) === 'binary')
    throw mediaError('tool_without_files', {
      what: 'take the file of an item as its input',
      way: 'Set "Input" to URL or S3',
    });
  if (result !== null)
    throw mediaError('tool_without_files', {
      what: 'put its result into an item as a file',
      way: result.way ?? AS_RESULT,
    });
}
