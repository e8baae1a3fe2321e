import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { safeName } from '../../src/pipeline/base/safeName';
import { streamSource } from '../../src/pipeline/storage/sources';
import type { Source } from '../../src/pipeline/storage/source';
import { mediaError } from '../../src/pipeline/errors/mediaError';

type BinaryHelpers = Pick<IExecuteFunctions['helpers'], 'getBinaryPath' | 'getBinaryStream'>;

/**
 * A file that n8n keeps, under its own name. On disk it is read where it lies; from a database or S3 it comes as a stream; what n8n
 * holds in memory is written out. Nothing is opened before the job wants it.
 * @param field name of the binary field, for a file without a name
 */
export function binarySource(helpers: BinaryHelpers, binary: IBinaryData, field: string): Source {
  const name = basename(binary.fileName ?? '') || [field, binary.fileExtension].filter(Boolean).join('.');
  const { id } = binary;
  const stored = id?.startsWith('filesystem') ? helpers.getBinaryPath(id) : null;
  return {
    shown: name,
    name: safeName(name, 'media'),
    async open(folder, use) {
      if (stored !== null) return checked(stored, name);
      const stream =
        id === undefined ? Readable.from([Buffer.from(binary.data, 'base64')]) : await helpers.getBinaryStream(id);
      return streamSource(stream, name).open(folder, use);
    },
  };
}

async function checked(path: string, name: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => {
    throw mediaError('input_not_found', { input: `${name} in n8n's binary data` }, error);
  });
  if (found.size === 0) throw mediaError('input_empty', { input: name });
  return path;
}
