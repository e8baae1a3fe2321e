import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { fileProblem } from '../pipeline/storage/fileProblem';
import { headerLines, inputHeaders } from '../pipeline/net/inputHeaders';
import type { InputHeaders } from '../pipeline/net/inputHeaders';
import { isWeb } from '../pipeline/storage/place';
import type { Input } from './inputSource';
import type { Io } from './io';
import { mediaError } from '../pipeline/errors/mediaError';

export const headerOption = (): Option =>
  new Option(
    '--header <name: value>',
    'request header for the server of the input’s address, and no other; may be repeated. @FILE reads a file, one header a line, and MEDIA_JOBS_INPUT_HEADERS likewise: other users of this machine can read arguments',
  )
    .argParser((header: string, all: string[]) => [...all, header])
    .default([], 'none');

/**
 * The headers that go along when an input is fetched: those of the environment, and before them those of the flags. An input that is not fetched from the web gets
 * none.
 * @throws request_invalid
 */
export async function headersFor(
  input: Input,
  flags: readonly string[],
  { env, cwd }: Pick<Io, 'env' | 'cwd'>,
): Promise<InputHeaders | undefined> {
  if (!isWeb(input)) {
    if (flags.length > 0)
      throw mediaError('request_invalid', {
        problems: '--header goes with an input that is an address that starts with http:// or https://.',
      });
    return undefined;
  }
  const given = await Promise.all(
    flags.map(async (flag) => (flag.startsWith('@') ? linesOf(resolve(cwd, flag.slice(1))) : flag)),
  );
  const headers = inputHeaders([env.MEDIA_JOBS_INPUT_HEADERS ?? '', ...given].flatMap(headerLines));
  return Object.keys(headers).length > 0 ? headers : undefined;
}

const linesOf = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    throw mediaError('request_invalid', { problems: `${path} cannot be read: ${fileProblem(error)}.` }, error);
  });
