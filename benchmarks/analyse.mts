// What it costs to find shorts in ten minutes of 720p, and how much of it is found; and what it costs to cut them.
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { fileSource, folderDestination, parseRequest, probeFile, runJob } from '../dist/src/index.js';
import { analyse } from '../dist/src/pipeline/kinds/shorts/analyse/analyse.js';
import { foundCuts } from './sources/foundCuts.mts';
import { makeTalk } from './sources/talk.mts';
import type { Bar, Benchmark } from './support/benchmark.mts';
import { compare, measure } from './support/pair.mts';

const WISH = { count: 5, least: 15, most: 60 };
const SHORT_SECONDS = 8;
const LEAST_SPEED: Bar = { of: 'ours', is: 'least', value: 40 };
const LEAST_FOUND: Bar = { of: 'ours', is: 'least', value: 85 };
const MOST_FALSE_PER_10_MIN: Bar = { of: 'ours', is: 'most', value: 1 };
/** Of the sum of plain commands, divided by the cores. */
const MOST_TIMES_RAW: Bar = { of: 'ratio', is: 'most', value: 1.1 };
const ROUNDS = 3;

export const benchmark: Benchmark = {
  cheap: false,
  run: async ({ binaries, folder }) => {
    const { signal } = new AbortController();
    const talk = await makeTalk(binaries.ffmpeg.path, folder);
    const media = await probeFile(talk.path, binaries);

    const speeds: number[] = [];
    const examine = () =>
      analyse(media, WISH, { ffmpeg: binaries.ffmpeg, signal, onProgress: () => undefined, transcript: null });
    let examined = await examine();
    for (let round = 0; round < ROUNDS; round += 1)
      speeds.push(
        talk.seconds /
          (
            await measure(async () => {
              examined = await examine();
            })
          ).wall,
      );
    const { analysis, choices } = examined;
    const { matter, found, wrong, wrongIn10Minutes } = foundCuts(talk, analysis.picture.cuts, choices);
    const looked = analysis.picture.examined.reduce((sum, { start, end }) => sum + end - start, 0);
    const moments = talk.moments.filter((moment) =>
      choices.some(({ start, end }) => start <= moment.start && end >= moment.end),
    );

    // The same clips, posters and loudness made by hand, on one core each, one after the other: what the sound lacks is measured, then seek, crop, scale, encode.
    const parts = choices.map(({ start }) => ({ start: Math.round(start), end: Math.round(start) + SHORT_SECONDS }));
    await mkdir(join(folder, 'raw'));
    const plain = (...argv: string[]) =>
      execa(
        binaries.ffmpeg.path,
        ['-hide_banner', '-y', '-filter_threads', '1', '-filter_complex_threads', '1', '-threads', '1', ...argv],
        { stdin: 'ignore' },
      );
    const byHand = async () => {
      for (const [index, { start }] of parts.entries()) {
        const part = ['-ss', `${start}`, '-t', `${SHORT_SECONDS}`, '-i', talk.path];
        const { stderr } = await plain(...part, '-vn', '-af', 'ebur128', '-f', 'null', '-');
        const gain = -14 - Number([...stderr.matchAll(/\bI:\s+(-?[\d.]+) LUFS/g)].at(-1)?.[1]);
        await plain(
          ...part,
          '-filter_complex',
          `[0:v]crop=405:720,scale=1080:1920:flags=bicubic,format=yuv420p,split[clip][all];[all]select=gte(t\\,${SHORT_SECONDS / 3})[still]`,
          '-map',
          '[still]',
          '-frames:v',
          '1',
          '-q:v',
          '3',
          join(folder, 'raw', `${index}.jpg`),
          '-map',
          '[clip]',
          '-map',
          '0:a',
          '-c:v',
          'libx264',
          '-preset',
          'veryfast',
          '-crf',
          '24',
          '-threads',
          '1',
          '-af',
          `volume=${gain}dB,alimiter=limit=0.84:level=disabled`,
          '-c:a',
          'aac',
          '-b:a',
          '64k',
          join(folder, 'raw', `${index}.mp4`),
        );
      }
    };
    const ours: number[] = [];
    const against: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { error, job } = await runJob({
        request: parseRequest({ kind: 'shorts', options: { predefined_shorts: parts, reframe: 'center' } }),
        source: fileSource(talk.path),
        binaries,
        signal,
        workRoot: folder,
        destination: folderDestination(join(folder, 'out'), { overwrite: true }),
      });
      if (error !== null) throw error;
      const task = job.tasks.find(({ kind }) => kind === 'shorts');
      ours.push(((task?.finished_at ?? NaN) - (task?.started_at ?? NaN)) / 1000);
      against.push((await measure(byHand)).wall / availableParallelism());
    }
    return {
      results: [
        compare({
          name: 'analyse',
          what: 'times real time at which ten minutes of 720p are analysed',
          unit: '×',
          bar: LEAST_SPEED,
          ours: speeds,
          note: `every picture of ${looked.toFixed(0)} s of ${talk.seconds} s`,
        }),
        compare({
          name: 'analyse cuts',
          what: 'of the cuts that matter, those found',
          unit: '%',
          bar: LEAST_FOUND,
          ours: [(100 * found.length) / matter.length],
          note: `${found.length} of ${matter.length}`,
        }),
        compare({
          name: 'analyse false cuts',
          what: 'cuts found that are none, in ten minutes',
          unit: 'cuts',
          bar: MOST_FALSE_PER_10_MIN,
          ours: [wrongIn10Minutes],
          note: `${wrong.length} in ${talk.seconds} s`,
        }),
        compare({
          name: 'analyse moments',
          what: 'loud sentences that a short holds',
          unit: 'of ' + String(talk.moments.length),
          bar: { of: 'ours', is: 'least', value: talk.moments.length },
          ours: [moments.length],
        }),
        compare({
          name: 'shorts',
          what: `${parts.length} shorts of ${SHORT_SECONDS} s, against plain ffmpeg with one core each, divided by the cores`,
          unit: 's',
          bar: MOST_TIMES_RAW,
          ours,
          against,
        }),
      ],
    };
  },
};
