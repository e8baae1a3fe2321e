import type { Animation, Written } from './written';

/** Pure: an animated WebP; one picture of it is given its time afterwards. */
export const writtenWebp = ({ stream, filters, file, seconds, plays, fineness, encoder }: Animation): Written => ({
  argv: [
    ...['-map', `0:${stream}`, '-an', '-vf', filters],
    ...['-c:v', encoder, '-quality', `${fineness.number}`, '-compression_level', '4'],
    ...['-loop', `${plays}`, '-f', 'webp', '-map_metadata', '-1', `file:${file}`],
  ],
  after: { do: 'time', input: file, seconds, plays },
  passing: [],
});
