import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ALL_STORAGES } from '../../src/pipeline/storage/storages';
import { atRoot, INPUT } from '../names';
import { isSince } from '../versions';

/** Where in a form the place of the input stands. n8n finds what lies deeper by a name that begins at the root. */
export const MEDIA_MODE = `${atRoot(INPUT.media)}.mode`;

/** Where the input comes from and which it is, in one line. */
export const mediaField = (description: string): INodeProperties => ({
  displayName: 'Input',
  name: INPUT.media,
  type: 'resourceLocator',
  default: { mode: 'binary', value: 'data' },
  required: true,
  description,
  modes: [
    {
      displayName: 'Binary',
      name: 'binary',
      type: 'string',
      placeholder: 'e.g. data',
      hint: 'The name of the input binary field containing the file to be converted. Where the item has one file alone, that is taken.',
    },
    ...ALL_STORAGES.map(({ label, name, example }) => ({
      displayName: label,
      name,
      type: 'string' as const,
      placeholder: `e.g. ${example}`,
    })),
    {
      displayName: 'URL',
      name: 'url',
      type: 'string',
      placeholder: 'e.g. https://example.com/upload.mov',
      hint: 'Addresses inside private networks are refused unless MEDIA_JOBS_ALLOW_HOSTS names the host.',
    },
  ],
});

type Reading = Pick<IExecuteFunctions, 'getNode' | 'getNodeParameter'>;

/** The line of an item; null in the versions before, whose form has a field for each part. */
export function mediaIn(context: Reading, index: number): { mode: unknown; value: unknown } | null {
  if (!isSince(context, 3)) return null;
  const { mode = '', value = '' } = context.getNodeParameter(INPUT.media, index, {}) as {
    mode?: unknown;
    value?: unknown;
  };
  return { mode, value };
}
