// Time and memory as the input grows, and as jobs run side by side.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { clip } from './sources/clip.mts';
import type { Axis, Benchmark, Plot, Result, Table } from './support/benchmark.mts';
import { fileJob } from './support/job.mts';
import type { FileJob } from './support/job.mts';
import { compare } from './support/pair.mts';
import { peaksOf } from './support/peaks.mts';
import type { Peaks } from './support/peaks.mts';
import { shown } from './support/shown.mts';

/** Seconds of input. The picture is small, so that an hour is done in a minute or two. */
const LENGTHS = [10, 60, 600, 3600];
const PICTURE = { width: 320, height: 180 };
const WAYS: Record<string, FileJob> = {
  encode: { kind: 'video', options: { quality: 'low' } },
  remux: { kind: 'video', options: {} },
};
const SIDE_BY_SIDE = [1, 2, 4, 8];
/** Of those that run side by side. */
const CLIP = { width: 640, height: 360, seconds: 20, name: 'side.mp4' };

/** Megabytes that Node may take more for an hour than for ten seconds. */
const MOST_NODE = 32;

interface Point extends Peaks {
  at: number;
}

export const benchmark: Benchmark = {
  cheap: false,
  run: async ({ binaries, folder }) => {
    // What is loaded at first use is not what a longer input costs.
    const warm = await clip(binaries, { ...PICTURE, seconds: 2, name: 'warm.mov' });
    for (const job of Object.values(WAYS)) await fileJob(binaries, job, warm, join(folder, 'warm.mp4'));

    const grown = new Map<string, Point[]>(Object.keys(WAYS).map((way) => [way, []]));
    for (const seconds of LENGTHS) {
      const source = await clip(binaries, { ...PICTURE, seconds, name: `growth-${seconds}.mov` });
      for (const [way, points] of grown) {
        const job = WAYS[way];
        if (job !== undefined)
          points.push({
            at: seconds,
            ...(await peaksOf(() => fileJob(binaries, job, source, join(folder, `${way}.mp4`)))),
          });
      }
    }

    const source = await clip(binaries, CLIP);
    const beside: Point[] = [];
    for (const count of SIDE_BY_SIDE) {
      beside.push({
        at: count,
        ...(await peaksOf(() =>
          Promise.all(
            Array.from({ length: count }, (_, index) =>
              fileJob(
                binaries,
                { kind: 'video', options: { quality: 'low' } },
                source,
                join(folder, `side-${index}.mp4`),
              ),
            ),
          ),
        )),
      });
    }
    return {
      results: [...grown].flatMap(([way, points]) => memoryGrowth(way, points)).concat(throughput(beside)),
      tables: [
        table(
          'As the input grows (320 × 180)',
          'Seconds of input',
          [...grown].flatMap(([way, points]) => points.map((point) => [way, point])),
        ),
        table(
          `As jobs run side by side (${CLIP.seconds} s of ${CLIP.width} × ${CLIP.height} each, ${availableParallelism()} cores)`,
          'Jobs',
          beside.map((point) => ['encode', point]),
        ),
      ],
      plots: [
        plot(
          'Wall time as the input grows',
          log('seconds of input'),
          log('seconds'),
          [...grown].map(([way, points]) => [way, points, 'seconds']),
        ),
        plot(
          'Memory as the input grows',
          log('seconds of input'),
          linear('MB'),
          [...grown].flatMap(([way, points]) => [
            [`Node, ${way}`, points, 'node'],
            [`ffmpeg, ${way}`, points, 'ffmpeg'],
          ]),
        ),
        plot('Wall time of jobs side by side', linear('jobs at once'), linear('seconds until all have ended'), [
          ['encode', beside, 'seconds'],
        ]),
        plot('Memory of jobs side by side', linear('jobs at once'), linear('MB'), [
          ['Node', beside, 'node'],
          ['ffmpeg, all together', beside, 'ffmpeg'],
        ]),
      ],
    };
  },
};

function memoryGrowth(way: string, points: readonly Point[]): Result[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [];
  const what = `of ${way}, an hour's input against that of ten seconds`;
  return [
    compare({
      name: `growth Node, ${way}`,
      what: `Node's peak memory ${what}`,
      unit: 'MB',
      bar: { of: 'difference', is: 'most', value: MOST_NODE },
      ours: [last.node],
      against: [first.node],
    }),
    compare({
      name: `growth ffmpeg, ${way}`,
      what: `ffmpeg's peak memory ${what}`,
      unit: 'MB',
      bar: null,
      ours: [last.ffmpeg],
      against: [first.ffmpeg],
      note: 'the index of a file is kept in memory by each process that reads or writes it',
    }),
  ];
}

/** Eight at once are to take no longer than eight one after the other. */
function throughput(points: readonly Point[]): Result[] {
  const [one, all] = [points[0], points.at(-1)];
  if (one === undefined || all === undefined) return [];
  return [
    compare({
      name: 'growth side by side',
      what: `${all.at} jobs at once, against ${all.at} times one job`,
      unit: 's',
      bar: { of: 'ratio', is: 'most', value: 1.1 },
      ours: [all.seconds],
      against: [all.at * one.seconds],
    }),
  ];
}

const table = (title: string, at: string, points: readonly (readonly [string, Point])[]): Table => ({
  title,
  head: [at, 'What', 'Wall time', 'Node, peak', 'ffmpeg, peak'],
  rows: points.map(([way, point]) => [
    String(point.at),
    way,
    `${shown(point.seconds)} s`,
    `${shown(point.node)} MB`,
    `${shown(point.ffmpeg)} MB`,
  ]),
});

const log = (title: string): Axis => ({ title, scale: 'log' });
const linear = (title: string): Axis => ({ title, scale: 'linear' });

const plot = (
  title: string,
  x: Axis,
  y: Axis,
  lines: readonly (readonly [string, readonly Point[], keyof Peaks])[],
): Plot => ({
  title,
  x,
  y,
  lines: lines.map(([name, points, key]) => ({
    name,
    points: points.map((point) => ({ x: point.at, y: point[key] })),
  })),
});
