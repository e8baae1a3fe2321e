// mov → mp4 with nothing to change: copied, where a plain command would encode.
import { join } from 'node:path';
import { clip } from './sources/clip.mts';
import type { Benchmark } from './support/benchmark.mts';
import { ffmpeg } from './support/ffmpeg.mts';
import { fileJob } from './support/job.mts';
import { pair } from './support/pair.mts';

const MOST = 1 / 20;
const ROUNDS = 3;
const SECONDS = 60;
const PICTURE = { width: 1920, height: 1080 };
const SMALL = { width: 640, height: 360 };

export const benchmark: Benchmark = {
  cheap: true,
  run: async ({ binaries, folder, checking }) => {
    const source = await clip(binaries, { name: 'remux.mov', ...(checking ? SMALL : PICTURE), seconds: SECONDS });
    const ours = () => fileJob(binaries, { kind: 'video', options: {} }, source, join(folder, 'ours.mp4'));
    // What is found out of an ffmpeg once in a process is no part of it.
    await ours();
    const result = await pair({
      name: 'remux',
      what: `${SECONDS} s ${checking ? '360p' : '1080p'} mov → mp4 with nothing to change, against encoding it`,
      rounds: checking ? 1 : ROUNDS,
      bar: { of: 'ratio', is: 'most', value: MOST },
      ours,
      against: () =>
        ffmpeg(
          binaries,
          '-i',
          source,
          '-c:v',
          'libx264',
          '-preset',
          'veryfast',
          '-crf',
          '24',
          '-c:a',
          'aac',
          '-movflags',
          '+faststart',
          join(folder, 'raw.mp4'),
        ),
    });
    return { results: [result] };
  },
};
