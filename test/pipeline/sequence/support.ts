import { mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { KindName, OptionsOf } from '../../../src/pipeline/kinds';
import type { Clip } from '../../../src/pipeline/media/clip';
import type { JobRequest } from '../../../src/pipeline/kinds/jobRequest';
import { addressesOf } from '../../../src/pipeline/request/addresses';
import type { GivenInput } from '../../../src/pipeline/request/targetedRequest';
import { parseRequest } from '../../../src/pipeline/request/request';
import { runJob } from '../../../src/pipeline/run/run';
import type { EndedJob } from '../../../src/pipeline/run/run';
import { folderDestination } from '../../../src/pipeline/storage/destinations';
import type { Source } from '../../../src/pipeline/storage/source';
import { fileSource } from '../../../src/pipeline/storage/sources';
import { testBinaries } from '../../support/job';

/** A clip as it may be given. */
export type GivenClip = string | (Clip & { duration?: number });

/** Runs a job of several inputs in a folder, which leaves nothing behind but its result. @returns with the path of that */
export const sequence = (
  folder: string,
  inputs: readonly GivenClip[],
  options: OptionsOf['video'] = {},
): Promise<Played> => played(folder, { inputs }, options);

/** The same for sounds. */
export const joinedSounds = (
  folder: string,
  inputs: readonly GivenClip[],
  options: OptionsOf['audio'],
): Promise<Played> => played(folder, { inputs }, options, 'audio');

export type Played = EndedJob & { file: string };

/** The same for what is asked for in either way. */
export async function played(
  folder: string,
  given: { input: string } | { inputs: readonly GivenClip[] },
  options: object,
  kind: KindName = 'video',
): Promise<Played> {
  const request = parseRequest({ kind, ...given, options }) as JobRequest & GivenInput;
  const [work, out] = [await mkdtemp(join(folder, 'work-')), await mkdtemp(join(folder, 'out-'))];
  const ended = await runJob({
    request,
    source: addressesOf(request).map((path) => fileSource(path)) as [Source, ...Source[]],
    destination: folderDestination(out, { overwrite: false }),
    binaries: await testBinaries(),
    signal: new AbortController().signal,
    workRoot: work,
  });
  expect(await readdir(work)).toEqual([]);
  expect(await readdir(out)).toHaveLength(ended.error === null ? 1 : 0);
  return { ...ended, file: ended.job.output ?? '' };
}
