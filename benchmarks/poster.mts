// What a poster and ten seconds of a ten-minute source cost that lies behind 100 Mbit/s, beside downloading it first.
import { cached } from './sources/cached.mts';
import type { Benchmark, Result } from './support/benchmark.mts';
import { ffmpeg } from './support/ffmpeg.mts';
import { compare } from './support/pair.mts';
import { noise, run } from './support/remoteSource.mts';
import type { Measured } from './support/remoteSource.mts';

const POSTER = {
  name: 'poster',
  what: 'a poster at 300 s',
  job: { kind: 'image', options: { start: 300 } },
  most: { share: 3, time: 0.1 },
} as const;
const PART = {
  name: 'part',
  what: '10 s from 300 s on',
  job: { kind: 'video', options: { start: 300, end: 310, width: 320 } },
  most: { share: 5, time: 1 },
} as const;
const ROUNDS = 3;

export const benchmark: Benchmark = {
  cheap: false,
  run: async ({ binaries, folder }) => {
    const ten = noise(10, '2300k');
    const loop = (path: string) => ['-stream_loop', '59', '-i', path, '-c', 'copy'];
    const long = (name: string, ...flags: string[]) =>
      cached(name, [ten, loop(''), flags], async (path) => {
        await ffmpeg(binaries, ...ten, `${folder}/ten.mp4`);
        await ffmpeg(binaries, ...loop(`${folder}/ten.mp4`), ...flags, path);
      });
    const sources = { first: await long('first.mp4', '-movflags', '+faststart'), last: await long('last.mp4') };
    const results: Result[] = [];
    for (const { name, what, job, most } of [POSTER, PART]) {
      for (const index of ['first', 'last'] as const) {
        const samples: Record<'parts' | 'download', Measured[]> = { parts: [], download: [] };
        for (let round = 0; round < ROUNDS; round += 1) {
          for (const way of ['parts', 'download'] as const)
            samples[way].push(await run(sources[index], folder, job, way));
        }
        const seconds = (of: Measured[]) => of.map((each) => each.seconds);
        const shares = (of: Measured[]) => of.map((each) => 100 * each.share);
        const of = `${what} of ten minutes behind 100 Mbit/s, index ${index}`;
        results.push(
          compare({
            name: `${name}, index ${index}`,
            what: `${of}, against downloading first`,
            unit: 's',
            bar: { of: 'ratio', is: 'most', value: most.time },
            ours: seconds(samples.parts),
            against: seconds(samples.download),
          }),
          compare({
            name: `${name} bytes, index ${index}`,
            what: `bytes fetched for ${of}`,
            unit: '%',
            bar: { of: 'ours', is: 'most', value: most.share },
            ours: shares(samples.parts),
            against: shares(samples.download),
          }),
        );
      }
    }
    return { results };
  },
};
