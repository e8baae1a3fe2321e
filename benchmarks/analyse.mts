// What it costs to find shorts in ten minutes of 720p, and how much of it is found; and what it costs to cut them. Needs a build before it.
// Fails when analysing is slower than 40 times real time, when it misses more than 15% of the cuts that matter or sees more than one that is not there, and when
// five shorts take longer than 1.1 times the sum of plain ffmpeg commands, divided by the cores.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { fileSource, findBinaries, folderDestination, parseRequest, probeFile, runJob } from '../dist/src/index.js';
import { analyse } from '../dist/src/pipeline/shorts/analyse/analyse.js';
import { makeTalk } from './sources/talk.mts';

const WISH = { count: 5, least: 15, most: 60 };
/** Seconds by which a cut may be found beside its place, and around a chosen part in which cuts matter. */
const NEAR = 0.1;
const AROUND = 2;
const LEAST_SPEED = 40;
const LEAST_FOUND = 0.85;
const MOST_FALSE_PER_10_MIN = 1;
const MOST_TIMES_RAW = 1.1;
const SHORT_SECONDS = 8;

const signal = new AbortController().signal;
const folder = await mkdtemp(join(tmpdir(), 'media-jobs-bench-'));
const failed: string[] = [];
const check = (holds: boolean, what: string): void => {
  if (!holds) failed.push(what);
};

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

try {
  const binaries = await findBinaries();
  console.log(`ffmpeg ${binaries.ffmpeg.version}, ${availableParallelism()} cores; making ten minutes of 720p …`);
  const talk = await makeTalk(binaries.ffmpeg.path, folder);
  const media = await probeFile(talk.path, binaries);

  let examined: Awaited<ReturnType<typeof analyse>> | null = null;
  const took = await seconds(async () => {
    examined = await analyse(media, WISH, { ffmpeg: binaries.ffmpeg, signal, onProgress: () => undefined, transcript: null });
  });
  const { analysis, choices } = examined as unknown as Awaited<ReturnType<typeof analyse>>;
  const matter = talk.cuts.filter((cut) => choices.some(({ start, end }) => cut >= start - AROUND && cut <= end + AROUND));
  const found = matter.filter((cut) => analysis.picture.cuts.some((at) => Math.abs(at - cut) <= NEAR));
  const wrong = analysis.picture.cuts.filter((at) => !talk.cuts.some((cut) => Math.abs(at - cut) <= NEAR));
  const looked = analysis.picture.examined.reduce((sum, { start, end }) => sum + end - start, 0);
  const speed = talk.seconds / took;
  console.log(`analysed in ${took.toFixed(1)} s, ${speed.toFixed(0)} times real time; every picture of ${looked.toFixed(0)} s of ${talk.seconds} s`);
  console.log(`cuts: ${talk.cuts.length} there are, ${matter.length} matter, ${found.length} of these found; ${wrong.length} false`);
  const moments = talk.moments.filter((moment) => choices.some(({ start, end }) => start <= moment.start && end >= moment.end));
  console.log(`loud sentences held: ${moments.length} of ${talk.moments.length}`);
  check(speed >= LEAST_SPEED, `slower than ${LEAST_SPEED} times real time`);
  check(found.length >= LEAST_FOUND * matter.length, `fewer than ${100 * LEAST_FOUND}% of the cuts found`);
  check(wrong.length <= (MOST_FALSE_PER_10_MIN * talk.seconds) / 600, 'too many false cuts');
  check(moments.length === talk.moments.length, 'a loud sentence was passed over');

  // The same parts, size and encoder settings, cut by hand one after the other: seek, crop, scale, encode.
  const parts = choices.map(({ start }) => ({ start: Math.round(start), end: Math.round(start) + SHORT_SECONDS }));
  await mkdir(join(folder, 'raw'));
  const raw = await seconds(async () => {
    for (const [index, { start }] of parts.entries()) {
      await execa(binaries.ffmpeg.path, ['-v', 'error', '-y', '-ss', `${start}`, '-i', talk.path, '-t', `${SHORT_SECONDS}`, '-vf', 'crop=405:720,scale=1080:1920:flags=bicubic', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '24', '-threads', '1', '-c:a', 'aac', join(folder, 'raw', `${index}.mp4`)], { stdin: 'ignore' });
    }
  });
  let cutting = 0;
  const { error } = await runJob({
    request: parseRequest({ kind: 'shorts', options: { predefined_shorts: parts, reframe: 'center' } }), source: fileSource(talk.path), binaries, signal, workRoot: folder,
    destination: folderDestination(join(folder, 'out'), { overwrite: false }),
    onChange: ({ tasks }) => {
      const task = tasks.find(({ kind }) => kind === 'shorts');
      if (task?.started_at && task.finished_at) cutting = (task.finished_at - task.started_at) / 1000;
    },
  });
  if (error !== null) throw error;
  const times = cutting / (raw / availableParallelism());
  console.log(`${parts.length} shorts of ${SHORT_SECONDS} s: ${cutting.toFixed(1)} s; plain ffmpeg on one core each ${raw.toFixed(1)} s in all: ${times.toFixed(2)} times that, divided by the cores`);
  check(times <= MOST_TIMES_RAW, `shorts take more than ${MOST_TIMES_RAW} times the plain commands`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
for (const what of failed) console.error(`FAILED: ${what}`);
if (failed.length > 0) process.exitCode = 1;
