import type { Binaries } from '../../dist/src/pipeline/ffmpeg/find.js';
import { AUDIO_BITRATE } from '../../dist/src/pipeline/plan/quality.js';
import { table } from './markdown.mts';
import type { Bench } from './measure.mts';
import { animations, efforts, stills } from './pictures.mts';
import { ceilings, crfTable, levels, presets } from './video.mts';
import { QUALITIES } from '../../dist/src/pipeline/media/quality.js';

const NOTICE = '<!-- Written by scripts/calibrate.mts, which measures what stands here. Do not edit by hand. -->';

/** docs/quality.md. Takes some ten minutes where nothing was measured before. */
export async function qualityPage(bench: Bench, older: Bench | null, binaries: Binaries): Promise<string> {
  const versions = (one: Bench) => one.encoders.version;
  const parts = [
    NOTICE,
    '# Quality levels',
    'A level (`very_low` `low` `medium` `high` `very_high`) looks alike in every codec and picture format. `bitrate` wins over it. Without either, a result is `medium`, but never takes more bits per second than its source had.',
    '## Method',
    `Four made contents of 640×360 at 25 frames per second, three seconds each, lossless: *texture* (a slow pan over fine detail and plain areas, with grain), *person* (soft gradients that move), *screen* (hard edges, saturated colours, counting digits), *camera* (a shaking hand-held view with noise). Each is encoded with the arguments that jobs use, decoded, and compared with its source by ffmpeg's \`ssim\` filter over all planes (1 is identical). Levels of h264 were set first, five even steps of x264's CRF; those of the other codecs are the ones whose similarity lies nearest to h264's on every content. Made with ffmpeg ${versions(bench)}; the contents are in \`scripts/calibration/contents.json\`, and \`npm run build && node scripts/calibrate.mts\` measures anew. VMAF of the same levels, where an ffmpeg with libvmaf is at hand, is in [the benchmarks](../benchmarks/results.md).`,
    '## Video',
    'Constant rate factor of each level:',
    crfTable(),
    'What came out, as SSIM · kB. At every level each codec lies within 0.01 of h264 on every content.',
    await levels(bench),
    ...(older === null
      ? []
      : [`The same with the older build ${versions(older)}, which has no encoder for av1:`, await levels(older)]),
    '## Presets',
    'How hard an encoder searches; the bold ones are used. The next faster would cost up to half as many bytes again, the next slower saves a few to 20% of them for 20–70% more processor time, which a self-hosted machine seldom has to spare. Bytes at equal SSIM are against the preset in use, read off the line between two levels; processor time is that of one run, all contents together.',
    await presets(bench),
    "## The source's bits per second as a ceiling",
    'Bits per second of whole files at `medium`, as a part of a ceiling that the source set. The sources are lossless, so that the ceiling is tighter than a real source would make it. 1.00 would be as many as the source had.',
    await ceilings(bench),
    ...(older === null ? [] : [`With ${versions(older)}:`, await ceilings(older)]),
    'libvpx exceeds a maximum rate in constrained quality by up to 70%, and a bitrate asked for by up to 150% on short clips, so VP9 runs at a constant rate in both cases; under a ceiling a least quantizer keeps easy pictures from taking all of it. A ceiling under some 0.01 bits per pixel (60 kb/s at 640×360) cannot be kept by AV1 on a short clip, whose first picture alone takes more.',
    '## Images',
    'SSIM · kB of a frame of each content. jpeg is the reference; the numbers of webp and avif are those whose similarity comes nearest on texture, person and camera. On hard saturated edges (screen) webp is unsteady and avif far better at every number.',
    await stills(bench),
    'AVIF is 4:2:0. Its effort, at `medium`:',
    await efforts(bench),
    '## Animations',
    "SSIM · kB of 3 s, 320 pixels wide, 10 frames per second. A GIF's level is the number of its colours, dithered by `sierra2_4a`; grain that a codec would smooth away stays in it.",
    await animations(bench, binaries),
    AUDIO,
  ];
  return `${parts.join('\n\n')}\n`;
}

const kb = (value: number): string => String(value / 1000);
const stereo = table(
  ['level', ...Object.keys(AUDIO_BITRATE)],
  QUALITIES.map((level) => [level, ...Object.values(AUDIO_BITRATE).map((of) => kb(2 * of[level]))]),
);

const AUDIO = `## Sound

kb/s of stereo; mono takes half, 5.1 two and a half times as much. wav and flac keep every sample, 16 bits each, or 24 where the source is deeper.

${stereo}

- MP3 has two channels at most; more are mixed down. Elsewhere six and more become 5.1, three to five become stereo, and so does 5.1 below 96 kb/s.
- Sample rates are kept up to 48 kHz, except that Opus always has 48 kHz.
- libvorbis refuses bitrates outside a range that depends on sample rate and channels (stereo at 44.1 kHz: 46 kb/s and more; mono: 32–240). MP3 knows fixed steps: 32–320 kb/s from 32 kHz on, 8–160 from 16 kHz, 8–64 below. AAC holds 6,144 bits a frame and channel; Opus 256 kb/s a channel. A bitrate too low for the source's sample rate lowers the sample rate; one that was asked for and is too high raises it; what no sample rate allows is brought to the nearest possible.
- Opus refuses the layout 5.1(side), which AC-3 and DTS have: all 5.1 is turned into the common layout, channel by channel.
- Under a ceiling 4% and 2.5 kb/s are left to frame headers and pages; Vorbis then has a maximum rate too.`;
