import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { JobRequest } from '../pipeline/kinds/jobRequest';
import type { Reference } from '../pipeline/media/reference';

/** Whether there is a file, or anything else, of this name. */
export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A request in which files whose very names end like times (`#t=3,8`) are meant as they are named. */
export async function withNamedFiles<R extends JobRequest>(request: R, cwd: string): Promise<R> {
  if (request.references === undefined) return request;
  const asNamed = async (reference: Reference): Promise<Reference> => {
    const { name, clip, start, end } = reference;
    const holder: object = clip === undefined ? request.options : (request.inputs?.[clip] ?? {});
    const text = (holder as Record<string, string>)[name] ?? reference.url;
    const isTimed = start !== undefined || end !== undefined;
    return isTimed && (await isThere(resolve(cwd, text))) ? { name, clip, url: text } : reference;
  };
  return { ...request, references: await Promise.all(request.references.map(asNamed)) };
}
