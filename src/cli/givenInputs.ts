import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { kindOf } from '../pipeline/kinds';
import type { KindName } from '../pipeline/kinds';
import { errorCode } from '../pipeline/base/errorFacts';
import { isObject } from '../pipeline/base/isObject';
import { withTimes } from '../pipeline/request/mediaFragment';
import { fileProblem } from '../pipeline/storage/fileProblem';
import { mediaError } from '../pipeline/errors/mediaError';
import { isThere } from './namedFiles';

/** What says what is read: `-i`, as often as it was given, and `--inputs`. */
export interface InputFlags {
  input?: readonly string[];
  inputs?: string;
}

/** The input of a command that takes one. @throws input_required, request_invalid */
export function oneInput({ input: [first, ...others] = [] }: InputFlags): string {
  if (first === undefined || first === '') throw mediaError('input_required', {});
  if (others.length > 0) throw mediaError('request_invalid', { problems: ONE_INPUT });
  return first;
}

const ONE_INPUT = '-i is given more than once: this takes one input.';

interface Given {
  body: { input?: string; inputs?: unknown };
  problems: string[];
}

/** Input or inputs of a request, as they were given. @throws request_invalid where `--inputs` cannot be read */
export async function givenInputs(
  kind: KindName,
  { input = [], inputs: list }: InputFlags,
  cwd: string,
): Promise<Given> {
  const [first, ...others] = input;
  if (list !== undefined) {
    const problems = first === undefined ? [] : ['Give -i or --inputs, not both.'];
    return { body: { inputs: await asClips(await readList(list, cwd), cwd) }, problems };
  }
  if (others.length === 0) return { body: first === undefined || first === '' ? {} : { input: first }, problems: [] };
  if (kindOf(kind).joins === undefined) return { body: { input: first ?? '' }, problems: [ONE_INPUT] };
  return { body: { inputs: await asClips(input, cwd) }, problems: [] };
}

async function readList(path: string, cwd: string): Promise<unknown> {
  const refuse = (why: string, cause: unknown) =>
    mediaError('request_invalid', { problems: `--inputs ${JSON.stringify(path)} ${why}.` }, cause);
  const text = await readFile(resolve(cwd, path), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') throw mediaError('input_not_found', { input: path }, error);
    throw refuse(`cannot be read: ${fileProblem(error)}`, error);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw refuse('holds no JSON list', error);
  }
}

/** A file whose very name ends like times of a clip is meant as it is named. */
async function asClips(inputs: unknown, cwd: string): Promise<unknown> {
  if (!Array.isArray(inputs)) return inputs;
  const clips: unknown[] = inputs;
  return Promise.all(
    clips.map(async (given) => {
      const clip = typeof given === 'string' ? { url: given } : given;
      if (!isObject(clip) || typeof clip.url !== 'string' || withTimes(clip.url).url === clip.url) return given;
      return (await isThere(resolve(cwd, clip.url))) ? { start: 0, ...clip } : given;
    }),
  );
}
