import { mediaError, toMediaError } from '../pipeline/errors';
import type { MediaJobError } from '../pipeline/errors';
import { KINDS } from '../pipeline/kinds';
import type { KindName } from '../pipeline/kinds';
import { formatOfExtension, FILE_TYPES } from '../pipeline/kinds/formats';
import type { Format } from '../pipeline/kinds/formats';
import { parseRequest } from '../pipeline/request';
import type { JobRequest } from '../pipeline/request';
import { videoTarget } from '../pipeline/kinds/video/schema';
import { optionValues } from './flags';
import type { JobFlags } from './flags';
import { isS3, parseS3 } from '../pipeline/media/s3Address';
import { askedExtension } from './target';
import type { Target } from './target';

/**
 * The flags of a command as a checked request. The extension of `-o` sets the format when none is given.
 * @param target where `-o` points to
 * @param stray what is wrong with words that no flag took
 * @throws input_required, invalid_format, invalid_codec, request_invalid
 */
export function readRequest(kind: KindName, flags: JobFlags, target: Target, stray: readonly string[]): JobRequest & { input: string } {
  const options = optionValues(kind, flags.options);
  const format = formatProblem(kind, flags.options.format, target);
  if (format.asked !== null) options.format = format.asked;
  const { metadata, problems } = readMetadata(flags.metadata);
  problems.unshift(...stray);
  problems.push(...outputProblems(kind, flags.output, target));

  let request: JobRequest | null = null;
  let refused: MediaJobError | null = null;
  try {
    request = parseRequest({ kind, options, metadata, ...(flags.input && { input: flags.input }) });
  } catch (error) {
    refused = toMediaError(error);
  }
  const all = [...problems, ...(format.problem === null ? [] : [format.problem]), ...(refused === null ? [] : [refused.message])].join(' ');
  if (format.problem !== null) throw mediaError('invalid_format', { problems: all });
  if (refused?.kind === 'invalid_format' || refused?.kind === 'invalid_codec') throw mediaError(refused.kind, { problems: all });
  if (all !== '') throw mediaError('request_invalid', { problems: all });
  if (!flags.input || request === null) throw mediaError('input_required', {});
  return { ...request, input: flags.input };
}

function outputProblems(kind: KindName, output: string | undefined, target: Target): string[] {
  if (output === undefined) return [];
  const given = JSON.stringify(output);
  if (output === '') return ['"output" is empty; name a file, a folder, or - for standard output.'];
  if (isS3(output)) {
    if (!isS3Address(output)) return [`"output" looks like s3://bucket/key where it is an S3 address (given: ${given}).`];
  } else if (/^[a-z][a-z0-9+.-]+:\/\//i.test(output)) {
    return [`"output" must be a file, a folder, s3://bucket/key, or - for standard output (given: ${given}).`];
  }
  if (kind === 'adaptive_video' && (askedExtension(target) === 'm3u8' || target.is === 'stdout')) return [`HLS is a set of files: let "output" name a folder (given: ${given}).`];
  return [];
}

/** The format that the extension of `-o` asks for, where it decides; or what is wrong with it. */
function formatProblem(kind: KindName, given: string | undefined, target: Target): { asked: Format | null; problem: string | null } {
  const none = { asked: null, problem: null };
  const extension = askedExtension(target);
  if (extension === null) return none;
  const { formats } = KINDS[kind];
  // The name of a folder may have a point in it; that of a media file is a mistake.
  if (kind === 'adaptive_video' && (extension === 'm3u8' || formatOfExtension(extension, FORMATS) === null)) return none;
  const asked = formatOfExtension(extension, formats);
  const allowed = kind === 'adaptive_video' ? 'name a folder' : `there are: ${formats.map((format) => `.${FILE_TYPES[format].extensions[0]}`).join(', ')}`;
  if (asked === null) return { asked, problem: `"output" ends in ".${extension}", which is no format of ${kind}; ${allowed}.` };
  if (given === undefined) return { asked, problem: null };
  const format = formats.find((name) => name === given);
  if (format === undefined || FILE_TYPES[format].extensions.includes(extension)) return none;
  return { asked: null, problem: `"format" is ${format}, but "output" ends in ".${extension}", which is ${asked}.` };
}

function isS3Address(address: string): boolean {
  try {
    return parseS3(address).bucket !== '';
  } catch {
    return false;
  }
}

const FORMATS = Object.keys(FILE_TYPES) as Format[];

function readMetadata(pairs: readonly string[]): { metadata: Record<string, string>; problems: string[] } {
  const problems = pairs.filter((pair) => !/^[^=]+=/s.test(pair)).map((pair) => `"metadata" must be KEY=VALUE (given: ${JSON.stringify(pair)}).`);
  const entries = pairs.flatMap((pair) => {
    const at = pair.indexOf('=');
    return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)] as const] : [];
  });
  return { metadata: Object.fromEntries(entries), problems };
}

/** The format of the result; null where only the input tells (an image keeps its transparency). */
export function settledFormat(request: JobRequest): Format | null {
  if (request.kind === 'video') return videoTarget(request.options).format;
  if (request.options.format !== undefined) return request.options.format;
  return request.kind === 'image' ? null : KINDS[request.kind].formats[0];
}
