import type { InputHeaders } from '../pipeline/net/inputHeaders';
import { isWeb } from '../pipeline/storage/place';
import type { Source } from '../pipeline/storage/source';
import type { JobRequest } from '../pipeline/kinds/jobRequest';
import { addressesOf } from '../pipeline/request/addresses';
import type { GivenInput } from '../pipeline/request/targetedRequest';
import { mediaError } from '../pipeline/errors/mediaError';
import { headersFor } from './headerFlags';
import { inputSource, readInput } from './inputSource';
import type { Input } from './inputSource';
import type { Io } from './io';

type Several<T> = readonly [T, ...T[]];

/** An input, and the headers that go to its server. */
export interface AskedInput {
  input: Input;
  headers: InputHeaders | undefined;
}

/**
 * What a request reads, its inputs first, each text read once. Headers go to the server of the first input that lies on the web, and to no other.
 * @throws input_required, invalid_input, request_invalid
 */
export async function readInputs(
  request: GivenInput & Pick<JobRequest, 'references'>,
  header: readonly string[],
  io: Io,
): Promise<Several<AskedInput>> {
  const [first = '', ...others] = addressesOf(request);
  const read: Several<Input> = [readInput(first), ...others.map(readInput)];
  if (read.length > 1 && read.some(({ scheme }) => scheme === 'stdin'))
    throw mediaError('request_invalid', { problems: 'Standard input cannot be one of several inputs.' });
  const onWeb = read.slice(0, read.length - (request.references?.length ?? 0)).find(isWeb);
  const headers = await headersFor(onWeb ?? read[0], header, io);
  const asked = (of: Input): AskedInput => ({
    input: of,
    headers: onWeb !== undefined && isWeb(of) && originOf(of) === originOf(onWeb) ? headers : undefined,
  });
  return [asked(read[0]), ...read.slice(1).map(asked)];
}

/** Their sources. */
export function inputSources([first, ...others]: Several<AskedInput>, io: Io): Several<Source> {
  const of = ({ input, headers }: AskedInput) => inputSource(input, io, headers);
  return [of(first), ...others.map(of)];
}

const originOf = ({ href }: { href: string }): string => new URL(href).origin;
