import { dirname } from 'node:path';
import { errorCode, errorText } from '../base/errorFacts';
import { MediaJobError, mediaError } from '../errors/mediaError';

/** What the operating system complains of, in words. */
const WORDS: Record<string, string> = {
  EACCES: 'permission is denied',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its symbolic links go in a circle',
  EBUSY: 'it is in use by the system, such as the root of a mounted disk',
  EFBIG: 'the file system cannot hold a file of this size',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
  EPIPE: 'whoever read it has gone',
  ERR_STREAM_PREMATURE_CLOSE: 'whoever read it has gone',
  ERR_INVALID_ARG_VALUE: 'its name holds a character that no file name can hold',
};

export const fileProblem = (error: unknown): string => WORDS[errorCode(error)] ?? errorText(error);

const isFull = (error: unknown): boolean => errorCode(error) === 'ENOSPC' || errorCode(error) === 'EDQUOT';

/** An error met while writing in `folder`, for a file that only the job itself sees. */
export function workFileError(error: unknown, folder: string): MediaJobError {
  if (error instanceof MediaJobError) return error;
  if (isFull(error)) return mediaError('disk_full', { where: ` (${folder})` }, error);
  return mediaError('output_unwritable', { output: folder, why: fileProblem(error) }, error);
}

/** An error met while putting a result in its place. */
export function outputError(error: unknown, output: string): MediaJobError {
  if (error instanceof MediaJobError) return error;
  if (errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOTEMPTY')
    return mediaError('output_exists', { output }, error);
  if (isFull(error)) return mediaError('disk_full', { where: ` (${dirname(output)})` }, error);
  return mediaError('output_unwritable', { output, why: fileProblem(error) }, error);
}
