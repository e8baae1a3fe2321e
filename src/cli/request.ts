import type { KindName } from '../pipeline/kinds';
import type { Target } from '../pipeline/request/target';
import { checkRequest } from '../pipeline/request/targetedRequest';
import type { GivenInput, RequestBody } from '../pipeline/request/targetedRequest';
import { inWordsOf } from '../pipeline/errors/namedKeys';
import { toMediaError } from '../pipeline/errors/mediaError';
import { flagNames, optionValues } from './flags';
import { withNamedFiles } from './namedFiles';
import { givenInputs } from './givenInputs';
import type { JobFlags } from './flags';
import type { JobRequest } from '../pipeline/kinds/jobRequest';

/**
 * The flags of a command as a checked request. The extension of `-o` sets the format when none is given.
 * @param target where `-o` points to
 * @param stray what is wrong with words that no flag took
 * @throws input_required, invalid_format, invalid_codec, request_invalid
 */
export async function readRequest(
  kind: KindName,
  flags: JobFlags,
  { target, stray, cwd }: { target: Target; stray: readonly string[]; cwd: string },
): Promise<JobRequest & GivenInput> {
  const { body, problems } = await requestBody(kind, flags, cwd);
  const told = { output: flags.output, target, problems: [...stray, ...problems] };
  return withNamedFiles(inFlags(kind, () => checkRequest(body, told, {})).request, cwd);
}

/** Checks what was given by flags. @throws what is wrong with it, in flags */
export function inFlags<T>(kind: KindName | null, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw inWordsOf(toMediaError(error), flagNames(kind));
  }
}

/** The flags of a command as a request that is not checked yet, but for what cannot be one. */
export async function requestBody(
  kind: KindName,
  { metadata: pairs, options, ...flags }: Pick<JobFlags, 'input' | 'inputs' | 'metadata' | 'options'>,
  cwd: string,
): Promise<{ body: RequestBody; problems: string[] }> {
  const { metadata, problems } = readMetadata(pairs);
  const given = await givenInputs(kind, flags, cwd);
  return {
    body: { kind, options: optionValues(kind, options), metadata, ...given.body },
    problems: [...given.problems, ...problems],
  };
}

function readMetadata(pairs: readonly string[]): { metadata: Record<string, string>; problems: string[] } {
  const problems = pairs
    .filter((pair) => !/^[^=]+=/s.test(pair))
    .map((pair) => `"metadata" must be KEY=VALUE (given: ${JSON.stringify(pair)}).`);
  const entries = pairs.flatMap((pair) => {
    const at = pair.indexOf('=');
    return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)] as const] : [];
  });
  return { metadata: Object.fromEntries(entries), problems };
}
