// An HLS stream of four renditions in one pass, against a pass of ffmpeg for each with the same settings.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dryRun, parseRequest, fileSource } from '../dist/src/index.js';
import { scenes } from './sources/scenes.mts';
import type { Benchmark } from './support/benchmark.mts';
import { ffmpeg } from './support/ffmpeg.mts';
import { convert } from './support/job.mts';
import { compare, interleave } from './support/pair.mts';

const ROUNDS = 3;
const SECONDS = 18;
const JOB = { kind: 'adaptive_video', options: { quality: 'medium' } } as const;
const HEIGHTS = [1080, 720, 480, 360];

/** The value of an option of ffmpeg in a command. */
const valueOf = (argv: readonly string[], option: string): string => argv[argv.indexOf(option) + 1] ?? '';

export const benchmark: Benchmark = {
  cheap: false,
  run: async ({ binaries, folder }) => {
    const path = await scenes(binaries, folder, { width: 1920, height: 1080, seconds: SECONDS });
    const {
      plan: [step],
    } = await dryRun({
      request: parseRequest(JOB),
      source: fileSource(path),
      binaries,
      signal: new AbortController().signal,
      workRoot: folder,
    });
    const argv = step?.argv ?? [];
    const settings = [
      '-c:v',
      '-preset',
      '-profile:v',
      '-crf',
      '-force_key_frames:v',
      '-sc_threshold',
      '-hls_time',
      '-hls_playlist_type',
      '-hls_flags',
    ];
    const same = settings.flatMap((option) => [
      option.replace('-force_key_frames:v', '-force_key_frames'),
      valueOf(argv, option),
    ]);
    /** Each pass has the sound in it, as a stream that is not shared has. */
    const separate = async () => {
      for (const [index, height] of HEIGHTS.entries()) {
        const place = join(folder, `${height}`);
        await mkdir(place, { recursive: true });
        const rate = [
          '-maxrate',
          valueOf(argv, `-maxrate:v:${index}`),
          '-bufsize',
          valueOf(argv, `-bufsize:v:${index}`),
        ];
        const size = height === HEIGHTS[0] ? [] : ['-vf', `scale=-2:${height}:flags=bicubic`];
        await ffmpeg(
          binaries,
          '-i',
          path,
          ...size,
          '-pix_fmt',
          'yuv420p',
          ...same,
          ...rate,
          '-c:a',
          'aac',
          '-b:a',
          '128k',
          '-f',
          'hls',
          '-hls_segment_filename',
          join(place, '%05d.ts'),
          join(place, 'stream.m3u8'),
        );
      }
    };
    const samples = await interleave(ROUNDS, {
      ours: () => convert({ binaries, folder }, path, JOB),
      against: separate,
    });
    const what = `${SECONDS} s of 1080p as an HLS stream of ${HEIGHTS.join(', ')}, against four passes of ffmpeg with the same settings`;
    const of = (samples: { wall: number; cpu: number }[], figure: 'wall' | 'cpu') =>
      samples.map((sample) => sample[figure]);
    return {
      results: [
        compare({
          name: 'ladder',
          what,
          unit: 's',
          bar: { of: 'ratio', is: 'most', value: 0.65 },
          ours: of(samples.ours, 'wall'),
          against: of(samples.against, 'wall'),
        }),
        compare({
          name: 'ladder CPU',
          what,
          unit: 'CPU s',
          bar: { of: 'ratio', is: 'most', value: 0.76 },
          ours: of(samples.ours, 'cpu'),
          against: of(samples.against, 'cpu'),
        }),
      ],
    };
  },
};
