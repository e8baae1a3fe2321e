// A photograph of 12 megapixels as a smaller WebP and AVIF, against ffmpeg and against sharp by hand.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { readCapabilities } from '../dist/src/pipeline/ffmpeg/capabilities.js';
import { cached } from './sources/cached.mts';
import type { Benchmark, Result } from './support/benchmark.mts';
import { ffmpeg } from './support/ffmpeg.mts';
import { convert } from './support/job.mts';
import { compare, interleave, median } from './support/pair.mts';

const ROUNDS = 15;
const WIDTH = 1280;
/** 4000×3000 pixels with detail of every size, as a photograph has. */
const SCENE =
  'mandelbrot=size=1000x750:rate=1:maxiter=300:start_x=-0.7435:start_y=-0.1314:start_scale=0.05:end_scale=0.05,scale=4000:3000:flags=bicubic,noise=c0s=6:c0_seed=11';
const QUALITY = { webp: 75, avif: 58 };
const BAR = { of: 'ratio', is: 'most', value: 1.1 } as const;

export const benchmark: Benchmark = {
  cheap: false,
  run: async ({ binaries, folder }) => {
    const path = await cached('photo.jpg', SCENE, (path) =>
      ffmpeg(binaries, '-f', 'lavfi', '-i', SCENE, '-frames:v', '1', '-pix_fmt', 'yuvj420p', '-q:v', '3', path),
    );
    const { names, muxers } = await readCapabilities(binaries.ffmpeg);
    const results: Result[] = [];
    for (const format of ['webp', 'avif'] as const) {
      const byFfmpeg =
        format === 'webp'
          ? ['-c:v', 'libwebp', '-quality', `${QUALITY.webp}`]
          : names.has('libsvtav1') && muxers.has('avif')
            ? ['-c:v', 'libsvtav1', '-preset', '10', '-crf', '40', '-pix_fmt', 'yuv420p']
            : null;
      const made = { sharp: join(folder, `sharp.${format}`), ffmpeg: join(folder, `ffmpeg.${format}`) };
      const pixels = () => sharp(path).autoOrient().resize({ width: WIDTH });
      const samples = await interleave(
        ROUNDS,
        {
          ours: () =>
            convert({ binaries, folder }, path, {
              kind: 'image',
              options: { format, width: WIDTH, quality: 'medium' },
            }),
          sharp: () =>
            (format === 'webp'
              ? pixels().webp({ quality: QUALITY.webp })
              : pixels().avif({ quality: QUALITY.avif, effort: 2, chromaSubsampling: '4:2:0' })
            ).toFile(made.sharp),
          ffmpeg: () =>
            byFfmpeg === null
              ? Promise.resolve()
              : ffmpeg(binaries, '-i', path, '-vf', `scale=${WIDTH}:-2`, '-frames:v', '1', ...byFfmpeg, made.ffmpeg),
        },
        { warm: true },
      );
      const wall = (name: keyof typeof samples) => samples[name].map((sample) => sample.wall);
      const others = byFfmpeg === null ? ['sharp' as const] : (['sharp', 'ffmpeg'] as const);
      const [best = 'sharp'] = others.toSorted((a, b) => median(wall(a)) - median(wall(b)));
      const told = (
        await Promise.all(
          others.map(
            async (name) =>
              `${name} ${(1000 * median(wall(name))).toFixed(0)} ms, ${((await stat(made[name])).size / 1000).toFixed(0)} kB`,
          ),
        )
      ).join('; ');
      results.push(
        compare({
          name: `image ${format}`,
          what: `a JPEG of 12 megapixels as ${format} of ${WIDTH}, against the best of ffmpeg and sharp`,
          unit: 's',
          bar: BAR,
          ours: wall('ours'),
          against: wall(best),
          note: told,
        }),
      );
    }
    return { results };
  },
};
