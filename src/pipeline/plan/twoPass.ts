/** What an encoder does that looks at a picture before it gives it its bits: a first pass, the second one, or an encode that leaves what a first one would have seen. */
export type Pass = 'leaving' | 'first' | 'second';

/** What was seen, in the job's folder. */
const SEEN = 'media-jobs-pass';

/** SVT-AV1 is handed no second pass by ffmpeg. */
const LOOKING = ['libx264', 'libx265', 'libvpx-vp9', 'libaom-av1'];
const LEAVING = ['libx264', 'libx265'];

/** Whether an encoder has two passes, and whether an encode for a quality can be the first of them. */
export const hasTwoPasses = (encoder: string): boolean => LOOKING.includes(encoder);
export const canLeave = (encoder: string): boolean => LEAVING.includes(encoder);

/** Pure: arguments of a pass. ffmpeg hands none on to x265, which has settings of its own for it. */
export const passArgs = (encoder: string, pass: Pass): string[] => [
  // What x264 leaves out in a first pass would be missing in the result.
  ...(pass === 'leaving' && encoder === 'libx264' ? ['-fastfirstpass', '0'] : []),
  ...['-pass', pass === 'second' ? '2' : '1', '-passlogfile', SEEN],
];

/** Pure: the same in the settings of x265. */
export const passOfX265 = (pass: Pass): string =>
  `:pass=${pass === 'second' ? 2 : 1}:stats=${SEEN}${pass === 'leaving' ? ':slow-firstpass=1' : ''}`;
