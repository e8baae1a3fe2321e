import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ERRORS } from '../../../src/pipeline/errors/table';
import type { KindName, OptionsOf } from '../../../src/pipeline/kinds';
import { makesFile } from '../../../src/pipeline/kinds';
import { expectNothingLeft } from '../../hostile/leftovers';
import { job } from '../job';
import type { EndedTestJob } from '../job';
import { FFMPEG, runProgram } from '../programs';
import { seeded } from '../seeded.mts';
import { broken, oneOf } from './broken';
import type { Whole } from './sources';

type Request = { [K in KindName]: [K, OptionsOf[K]] }[KindName];

const REQUESTS: readonly Request[] = [
  ['video', {}],
  ['video', { quality: 'very_low', width: 48 }],
  ['video', { format: 'webm', codec: 'vp9', quality: 'very_low', end: 1 }],
  ['video', { start: 0.5, end: 1.5, format: 'mov' }],
  ['audio', {}],
  ['audio', { format: 'wav', start: 1 }],
  ['audio', { format: 'm4a', end: 1.5 }],
  ['image', { width: 32 }],
  ['image', { start: 1, format: 'webp' }],
  ['animation', { start: 0, end: 1, fps: 5 }],
  ['animation', { end: 2, format: 'webp', width: 32 }],
  ['adaptive_video', { quality: 'very_low' }],
  ['thumbnails', { count: 2, width: 32 }],
  ['shorts', { predefined_shorts: [{ start: 0, end: 1 }], size: '64x112', reframe: 'center' }],
  ['probe', {}],
];

/** A job of two seconds of a small picture has ended by then, whatever is wrong with them (ms). */
const BOUND_MS = 60_000;

/** What a number means: which file is broken, how, and what is to be made of it. */
function brokenCase(seed: number, files: readonly Whole[]) {
  const random = seeded(seed * 7_919 + 1);
  // The first numbers of neighbouring seeds are alike.
  for (let skipped = 0; skipped < 5; skipped += 1) random();
  const { name, format, bytes } = oneOf(random, files);
  const [kind, options] = oneOf(random, REQUESTS);
  return { name, kind, options, ...broken(bytes, format, random) };
}

/** Runs the job of a number: it ends as a right file or as an error of the table, and leaves nothing. */
export async function expectRightEnd(seed: number, files: readonly Whole[], folder: string): Promise<void> {
  const { name, kind, options, bytes, faults } = brokenCase(seed, files);
  const what = `${seed}: ${kind} ${JSON.stringify(options)} of ${name}, ${faults.join(', ')}`;
  const path = join(folder, `${seed}-${name}`);
  await writeFile(path, bytes);
  const ended = await job(kind, path as `/${string}`, options, { signal: AbortSignal.timeout(BOUND_MS) });
  try {
    expect({ what, ...(await endOf(ended)) }).toEqual({ what, fine: true });
    if (ended.error !== null || !makesFile(kind)) await expectNothingLeft(ended);
  } finally {
    await ended.cleanup();
  }
}

/** How a job has ended, with what is wrong about that. */
async function endOf({ error, job: ended, files }: EndedTestJob): Promise<object> {
  if (error !== null) {
    const { kind, message } = error.toJSON();
    return kind in ERRORS && !NEVER.includes(kind) ? { fine: true } : { kind, message, cause: String(error.cause) };
  }
  if (!makesFile(ended.kind as KindName)) return { fine: ended.output === null && ended.tasks[0]?.output !== null };
  const complaints = await Promise.all(files.filter((file) => MEDIA.test(file) && !INIT.test(file)).map(complaintOf));
  const said = complaints.filter((text) => text !== '');
  // What is copied keeps what is broken in it, and not every decoder marks that.
  const warnings = (ended.warnings ?? []).map(({ kind }) => kind);
  const isKnown = said.length === 0 || warnings.includes('input_damaged');
  return isKnown && files.length > 0 ? { fine: true } : { said, files, warnings };
}

const NEVER = ['internal_error', 'cancelled', 'time_limit_exceeded', 'encode_killed'];
const MEDIA = /\.(?:mp4|mov|webm|mp3|wav|m4a|jpg|png|webp|gif|m3u8)$/;
/** What segments of fMP4 begin with: without them it holds no picture. */
const INIT = /init(?:_\d+)?\.mp4$/;

/** What a decoder says of a file that it decodes from beginning to end. The bundled build decodes no WebP that moves; verification has had sharp do it. */
const complaintOf = (file: string): Promise<string> =>
  file.endsWith('.webp')
    ? Promise.resolve('')
    : runProgram(FFMPEG, ['-v', 'error', '-i', file, '-f', 'null', '-']).then(
        ({ stderr }) => stderr.trim(),
        (problem: unknown) => Promise.reject(new Error(`${file} cannot be decoded`, { cause: problem })),
      );
