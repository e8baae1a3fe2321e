import { mkdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { findBinaries } from '../pipeline/ffmpeg/find';
import type { Job } from '../pipeline/job/job';
import { limitsOf } from '../pipeline/job/limits';
import { makesFile, setOf } from '../pipeline/kinds';
import type { KindName } from '../pipeline/kinds';
import { destinationAt } from '../pipeline/kinds/destinationAt';
import { FILE_TYPES } from '../pipeline/media/formats';
import { asking, placedByFormat } from '../pipeline/storage/destination';
import type { Destination } from '../pipeline/storage/destination';
import { preparedIn } from '../pipeline/storage/preparedIn';
import { isStored } from '../pipeline/storage/place';
import { storageDestination } from '../pipeline/storage/storageDestination';
import type { StorageUse } from '../pipeline/storage/scheme';
import { fileSource, remoteSourceOf } from '../pipeline/storage/sources';
import type { Source } from '../pipeline/storage/source';
import { runJob } from '../pipeline/run/run';
import type { EndedJob } from '../pipeline/run/run';
import type { Home } from './home';
import { noteUploads } from './begunUploads';

import { placeOfInput } from './inputPlace';
import { addressIn } from './storedOutput';
import { refuseTooSmallDisk } from './diskEstimate';
import { resultFolder, workFolder } from './jobFiles';
import type { InputSecrets, JobSecrets } from './jobSecrets';
import { storedInputs } from './store/storedJob';
import type { StoredInput, StoredJob } from './store/storedJob';
import { mediaError } from '../pipeline/errors/mediaError';
import type { JobRequest } from '../pipeline/kinds/jobRequest';

/** One run of a stored job. */
export interface Attempt {
  job: StoredJob;
  secrets: JobSecrets;
  /** The job object to begin with. */
  queued: Job;
  signal: AbortSignal;
  onChange: (job: Job) => void;
  /** Asked just before a result is put in its place: false when the job is another process's by now, or cancelled. */
  mayPublish: () => Promise<boolean>;
}

/** How jobs of a backend are run. Never rejects for what is wrong with a job. */
export type Performer = (attempt: Attempt) => Promise<EndedJob>;

/** Jobs run by ffmpeg on this machine. */
export function performLocally(home: Home, env: NodeJS.ProcessEnv): Performer {
  return async ({ job, secrets, queued, signal, onChange, mayPublish }) => {
    const { kind, options, metadata } = job.request;
    const work = workFolder(home, job);
    await mkdir(work, { recursive: true, mode: 0o700 });
    const { input } = job.request;
    const clips = 'clips' in input ? input.clips : [];
    const [first, ...others] = storedInputs(job.request).map((each, index) =>
      sourceFor(each, secretsOf(index, clips.length, secrets), env),
    );
    if (first === undefined) throw mediaError('internal_error', { why: 'the job has no input' });
    const inputs = clips.map(({ asked }, index) => ({ ...asked, url: queued.inputs?.[index]?.url ?? '' }));
    // Their addresses are those of the sources.
    const references = job.request.references?.map(({ asked }) => ({ ...asked, url: '' }));
    const destination = makesFile(kind)
      ? await destinationFor(home, job, first, { env, keys: secrets.outputKeys })
      : null;
    await refuseTooSmallDisk(home, job);
    const binaries = await findBinaries({ env });
    return runJob({
      limits: limitsOf(env),
      timeLimit: job.timeLimit,
      request: {
        kind,
        options,
        metadata,
        ...(clips.length > 0 && { inputs }),
        ...(references && { references }),
      } as JobRequest,
      queued,
      source: [first, ...others],
      binaries,
      signal,
      onChange,
      workRoot: work,
      destination:
        destination &&
        asking(destination, {
          toPublish: async () => {
            if (!(await mayPublish())) throw mediaError('cancelled', {});
          },
        }),
    });
  };
}

/** What nobody is to read of one thing that a job reads. @param clips how many inputs are clips; 0: there is one input */
function secretsOf(index: number, clips: number, secrets: JobSecrets): InputSecrets {
  const count = Math.max(1, clips);
  if (index >= count) return secrets.references?.[index - count] ?? {};
  return clips === 0 ? secrets : (secrets.clips?.[index] ?? {});
}

function sourceFor(input: StoredInput, secrets: InputSecrets, env: NodeJS.ProcessEnv): Source {
  if ('path' in input) return { ...fileSource(input.path), shown: input.shown, name: input.name };
  const { headers, inputKeys } = secrets;
  const place = placeOfInput(input, secrets);
  const mayRead = isStored(place) && input[place.scheme] === true;
  return remoteSourceOf(place, { env, headers, storage: mayRead ? { keys: inputKeys } : null });
}

async function destinationFor(home: Home, job: StoredJob, source: Source, use: StorageUse): Promise<Destination> {
  const { kind, output } = job.request;
  if (output === null) {
    const folder = resultFolder(home, job);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return inFolder(kind, folder, parse(source.name).name || 'media', false);
  }
  // An attempt that was cut off while it published may have left its result there: it is this job's own.
  const overwrite = output.overwrite || job.published;
  if ('path' in output) return destinationAt(kind, output.path, { overwrite });
  if ('folder' in output) return inFolder(kind, output.folder, output.name, overwrite);
  const work = workFolder(home, job);
  const { options } = output;
  return preparedIn(
    work,
    storageDestination(addressIn(output), { ...use, overwrite, options, onUpload: noteUploads(work) }),
  );
}

/** A name that gets its extension when the format is known; the folder of a set has none. */
function inFolder(kind: KindName, folder: string, name: string, overwrite: boolean): Destination {
  const at = (called: string) => destinationAt(kind, join(folder, called), { overwrite });
  if (setOf(kind) !== null) return { ...at(name), name };
  return placedByFormat(name, (format) => at(`${name}.${FILE_TYPES[format].extensions[0]}`));
}
