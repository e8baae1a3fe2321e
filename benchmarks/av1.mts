// AV1 with all cores at work: by libaom, and by SVT-AV1, which is used where ffmpeg has it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCapabilities } from '../dist/src/pipeline/ffmpeg/capabilities.js';
import type { Benchmark, Context } from './support/benchmark.mts';
import { oneStream } from './support/oneStream.mts';

/** The same ffmpeg, which does not tell that it has SVT-AV1. */
async function withoutSvt({ binaries, folder }: Context): Promise<Context['binaries']> {
  const path = join(folder, 'ffmpeg');
  const real = binaries.ffmpeg.path;
  await writeFile(
    path,
    `#!/bin/sh\ncase " $* " in *" -encoders "*) "${real}" "$@" | grep -v svtav1;; *) exec "${real}" "$@";; esac\n`,
    { mode: 0o755 },
  );
  return { ...binaries, ffmpeg: { ...binaries.ffmpeg, path } };
}

export const benchmark: Benchmark = {
  cheap: false,
  run: async (context) => {
    const { names } = await readCapabilities(context.binaries.ffmpeg);
    const results = [];
    if (names.has('libaom-av1')) {
      results.push(
        ...(await oneStream(
          {
            name: 'av1 libaom',
            codec: 'av1',
            picture: { width: 640, height: 360 },
            seconds: 32,
            rounds: 2,
            bar: 0.65,
            encoder: 'libaom-av1',
            settings: ['-crf', '52', '-b:v', '0', '-cpu-used', '8', '-g', '240'],
            note: 'in pieces side by side; one stream keeps 1.6 cores at work by itself',
          },
          { ...context, binaries: await withoutSvt(context) },
        )),
      );
    }
    if (names.has('libsvtav1')) {
      results.push(
        ...(await oneStream(
          {
            name: 'av1 SVT',
            codec: 'av1',
            picture: { width: 1280, height: 720 },
            seconds: 24,
            rounds: 3,
            bar: 0.65,
            encoder: 'libsvtav1',
            settings: ['-crf', '52', '-preset', '10', '-g', '240'],
            note: 'one stream has the cores at work already; pieces were tried and take as long',
          },
          context,
        )),
      );
    }
    return { results };
  },
};
