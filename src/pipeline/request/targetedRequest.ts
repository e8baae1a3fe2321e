import { extname } from 'node:path';
import { isObject } from '../base/isObject';
import type { z } from 'zod/v4';
import { KINDS, makesFile, SETS, setOf } from '../kinds';
import type { KindName } from '../kinds';
import type { Clip } from '../media/clip';
import { formatOfExtension, FILE_TYPES } from '../media/formats';
import type { Format } from '../media/formats';
import type { ResultSet } from '../media/resultSet';
import { STORAGE_EXAMPLES, storageFor } from '../storage/storages';
import { isKind, parseBody } from './request';
import { askedExtension } from './target';
import type { Target } from './target';
import { listed } from './problems';
import { settled } from './settled';
import { shownValue } from '../base/shownValue';
import { mediaError, toMediaError } from '../errors/mediaError';
import type { MediaJobError } from '../errors/mediaError';
import type { JobRequest } from '../kinds/jobRequest';

/** A request before it is checked: with the values that its flags or its JSON have. */
export interface RequestBody {
  kind?: unknown;
  input?: unknown;
  inputs?: unknown;
  options?: unknown;
  metadata?: unknown;
}

/** What is read: one input, or clips that are played one after the other. */
export type GivenInput = { input: string; inputs?: undefined } | { input?: undefined; inputs: readonly Clip[] };

/** A checked request, with those fields of the body that are not the job's own. */
export interface CheckedRequest<S extends z.ZodRawShape> {
  request: JobRequest & GivenInput;
  extra: z.infer<z.ZodObject<S>>;
}

/**
 * Checks a request together with where its result is to go, and says all that is wrong at once. @param target null where the kind is none
 * @param problems what is known to be wrong already @param more fields that the body may have besides
 * @throws input_required, invalid_format, invalid_codec, request_invalid
 */
export function checkRequest<S extends z.ZodRawShape>(
  body: RequestBody,
  { output, target, problems }: { output: string | undefined; target: Target | null; problems: readonly string[] },
  more: S,
): CheckedRequest<S> {
  const place = isKind(body.kind) && makesFile(body.kind) && target !== null ? { kind: body.kind, target } : null;
  const asked = body.options ?? {};
  const given = isObject(asked) ? settled(asked) : null;
  const format = place === null || given === null ? NO_FORMAT : formatProblem(place.kind, given.format, place.target);
  const options = format.asked === null ? body.options : { ...given, format: format.asked };

  let parsed: { request: JobRequest; extra: z.infer<z.ZodObject<S>> } | null = null;
  let refused: MediaJobError | null = null;
  try {
    parsed = parseBody({ ...body, ...(options !== undefined && { options }) }, more);
  } catch (error) {
    refused = toMediaError(error);
  }
  const said = [
    ...problems,
    ...(place === null ? [] : outputProblems(place.kind, output, place.target)),
    ...(format.problem === null ? [] : [format.problem]),
    ...(refused === null ? [] : [refused.message]),
  ];
  const all = listed(said.map((text) => ({ words: () => text })));
  if (format.problem !== null) throw mediaError('invalid_format', { problems: all });
  if (refused?.kind === 'invalid_format' || refused?.kind === 'invalid_codec')
    throw mediaError(refused.kind, { problems: all });
  if (all !== '') throw mediaError('request_invalid', { problems: all });
  if (parsed === null) throw mediaError('input_required', {});
  const { input, inputs, ...request } = parsed.request;
  if (inputs !== undefined) return { request: { ...request, inputs }, extra: parsed.extra };
  if (input === undefined) throw mediaError('input_required', {});
  return { request: { ...request, input }, extra: parsed.extra };
}

function outputProblems(kind: KindName, output: string | undefined, target: Target): string[] {
  if (output === undefined) return [];
  const given = shownValue(output);
  if (output === '') return ['"output" is empty; name a file, a folder, or - for standard output.'];
  const storage = storageFor(output);
  if (storage !== null) {
    if (storage.read(output) === null)
      return [`"output" looks like ${storage.example} where it is an ${storage.label} address (given: ${given}).`];
  } else if (/^[a-z][a-z0-9+.-]+:\/\//i.test(output)) {
    return [`"output" must be a file, a folder, ${STORAGE_EXAMPLES}, or - for standard output (given: ${given}).`];
  }
  const set = setOf(kind);
  if (set !== null && (askedExtension(target) === extensionOf(set) || target.is === 'stdout'))
    return [`${set.subject} a set of files: let "output" name a folder (given: ${given}).`];
  return [];
}

const NO_FORMAT = { asked: null, problem: null };

/** The format that the target's extension asks for, where it decides; or what is wrong with it. */
function formatProblem(
  kind: KindName,
  given: unknown,
  target: Target,
): { asked: Format | null; problem: string | null } {
  const extension = askedExtension(target);
  if (extension === null) return NO_FORMAT;
  const { formats } = KINDS[kind];
  // The name of a folder may have a point in it; that of a media file is a mistake.
  const set = setOf(kind);
  if (set !== null) {
    const isFolder = extension === extensionOf(set) || !isOfFile(extension);
    return isFolder ? NO_FORMAT : noFormat(kind, extension, 'name a folder');
  }
  const asked = formatOfExtension(extension, formats);
  const known = formats.map((format) => `.${FILE_TYPES[format].extensions[0]}`).join(', ');
  if (asked === null) return noFormat(kind, extension, `there are: ${known}`);
  if (given === undefined) return { asked, problem: null };
  const format = formats.find((name) => name === given);
  if (format === undefined || FILE_TYPES[format].extensions.includes(extension)) return NO_FORMAT;
  return { asked: null, problem: `"format" is ${format}, but "output" ends in ".${extension}", which is ${asked}.` };
}

const FORMATS = Object.keys(FILE_TYPES) as Format[];

const noFormat = (kind: KindName, extension: string, allowed: string) => ({
  asked: null,
  problem: `"output" ends in ".${extension}", which is no format of ${kind}; ${allowed}.`,
});

/** Of the file that leads to a set, without the dot. */
const extensionOf = ({ mainFile }: ResultSet): string => extname(mainFile).slice(1);

/** Whether a result can be a file of this extension, or lead to a set with one. */
const isOfFile = (extension: string): boolean =>
  formatOfExtension(extension, FORMATS) !== null || SETS.some((set) => extensionOf(set) === extension);
