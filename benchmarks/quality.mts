// Five levels of quality in each codec on three contents: each level is to look better than the one below it. docs/quality.md has the calibration.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import contents from '../scripts/calibration/contents.json' with { type: 'json' };
import { readCapabilities } from '../dist/src/pipeline/ffmpeg/capabilities.js';
import { VIDEO_CODECS } from '../dist/src/pipeline/media/formats.js';
import { encoderFor } from '../dist/src/pipeline/ffmpeg/encoders.js';
import { videoEncoderArgs } from '../dist/src/pipeline/plan/videoEncoder.js';
import { cached } from './sources/cached.mts';
import type { Benchmark } from './support/benchmark.mts';
import { ffmpeg } from './support/ffmpeg.mts';
import { compare } from './support/pair.mts';
import { similarity } from './support/similarity.mts';
import { findVmaf } from './support/vmaf.mts';
import { QUALITIES } from '../dist/src/pipeline/media/quality.js';

const CONTENTS = ['texture', 'screen', 'camera'] as const;
const SECONDS = 2;

export const benchmark: Benchmark = {
  cheap: false,
  run: async ({ binaries, folder }) => {
    const encoders = await readCapabilities(binaries.ffmpeg);
    const codecs = VIDEO_CODECS.filter((codec) => {
      try {
        return encoderFor(codec, encoders) !== '';
      } catch {
        return false;
      }
    });
    const vmaf = await findVmaf(binaries, folder);
    const steps: boolean[] = [];
    const rows: string[][] = [];
    for (const codec of codecs) {
      for (const content of CONTENTS) {
        const source = await cached(`${content}.mkv`, [contents[content], SECONDS], (path) =>
          ffmpeg(
            binaries,
            '-f',
            'lavfi',
            '-i',
            contents[content],
            '-t',
            `${SECONDS}`,
            '-pix_fmt',
            'yuv420p',
            '-c:v',
            'ffv1',
            path,
          ),
        );
        const row: string[] = [codec, content];
        let below = 0;
        for (const level of QUALITIES) {
          const made = join(folder, codec === 'vp9' ? 'made.webm' : 'made.mp4');
          await ffmpeg(binaries, '-i', source, ...videoEncoderArgs(codec, { level }, encoders), made);
          const alike = await similarity(binaries, made, source);
          steps.push(alike > below);
          below = alike;
          const seen = vmaf === null ? [] : [(await vmaf(made, source)).toFixed(1)];
          row.push([alike.toFixed(4), ...seen, Math.round((await stat(made)).size / 1000)].join(' · '));
        }
        rows.push(row);
      }
    }
    const rising = steps.filter(Boolean).length;
    return {
      results: [
        compare({
          name: 'quality',
          what: `levels that look better than the one below, of ${steps.length}: ${codecs.join(', ')} on ${CONTENTS.join(', ')}`,
          unit: 'levels',
          bar: { of: 'ours', is: 'least', value: steps.length },
          ours: [rising],
          note: vmaf === null ? 'by SSIM; no ffmpeg here has libvmaf with a model' : 'by SSIM; VMAF is in the table',
        }),
      ],
      tables: [
        {
          title: `Quality levels, SSIM${vmaf === null ? '' : ' · VMAF'} · kB`,
          head: ['codec', 'content', ...QUALITIES],
          rows,
        },
      ],
    };
  },
};
