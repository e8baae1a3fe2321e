import { parse } from 'node:path';
import type { IExecuteFunctions } from 'n8n-workflow';
import { safeName } from '../../src/pipeline/base/safeName';
import { FILE_TYPES } from '../../src/pipeline/media/formats';
import { OUTPUT } from '../names';

const EXTENSIONS = new Set(['zip', ...Object.values(FILE_TYPES).flatMap(({ extensions }) => extensions)]);

/** The binary field that an item's file goes into. A form does not hand on what it hides. */
export const fieldIn = (context: IExecuteFunctions, index: number): string =>
  (context.getNodeParameter(OUTPUT.field, index, '') as string) || 'data';

/** Whether an HLS set becomes one ZIP. */
export const zipIn = (context: IExecuteFunctions, index: number): boolean =>
  context.getNodeParameter(OUTPUT.set, index, 'files') === 'zip';

/** What an item's file is to be called, without the extension of a media file; null: as the input. */
export function nameIn(context: IExecuteFunctions, index: number): string | null {
  const given: unknown = context.getNodeParameter(OUTPUT.file, index, '');
  const text = typeof given === 'string' || typeof given === 'number' ? `${given}`.trim() : '';
  const name = safeName(text, '');
  const { name: stem, ext } = parse(name);
  return (EXTENSIONS.has(ext.slice(1).toLowerCase()) ? stem : name) || null;
}
