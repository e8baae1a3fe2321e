import { readCapabilities } from '../ffmpeg/capabilities';
import type { Binary } from '../ffmpeg/find';
import { runFfmpeg } from '../ffmpeg/run';
import type { CaptionStyle } from './captionStyle';
import { cuesOf } from './captions';
import type { Transcript } from './transcript';
import { textOf } from './words';
import type { Word } from './words';
import { mediaError } from '../errors/mediaError';
import type { Size } from '../media/frame';
import type { Part } from '../media/part';

/** Shares of the picture: letters, their edge, and how far captions stay from its top or bottom, where players have their buttons. */
const LETTERS = { ofWidth: 0.075, ofHeight: 0.05 };
const EDGE = 0.08;
const MARGIN = 0.16;
/** Words that are lit one by one stand in pages of at most so many letters; a page stays until the next, but not in a pause of this length (seconds). */
const LONGEST_PAGE = 22;
const LINGERS = 0.6;
const ALIGNMENTS: Record<CaptionStyle['position'], number> = { bottom: 2, middle: 5, top: 8 };

/**
 * Pure: the captions of a short as an ASS file. Where words have times of their own, the one that is being said is lit.
 */
export function assCaptions(
  transcript: Transcript,
  part: Part,
  { width, height }: Size,
  { position, highlight }: CaptionStyle,
): string {
  const letters = Math.round(Math.min(LETTERS.ofWidth * width, LETTERS.ofHeight * height));
  const words = transcript
    .flatMap((sentence) => sentence.words)
    .filter(({ start, end }) => end > part.start && start < part.end);
  const untimed = cuesOf(
    transcript.filter((sentence) => sentence.words.length === 0),
    part,
  ).map(({ text, start, end }) => ({ start: part.start + start, end: part.start + end, text: escaped(text) }));
  const lines = [...litPages(words, part.end, color(highlight)), ...untimed].sort((a, b) => a.start - b.start);
  const at = (seconds: number) => stamp(Math.max(0, Math.min(seconds, part.end) - part.start));
  return [
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${width}`,
    `PlayResY: ${height}`,
    'WrapStyle: 0',
    'ScaledBorderAndShadow: yes',
    '',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    `Style: Default,DejaVu Sans,${letters},&H00FFFFFF,&H00000000,&H00000000,-1,1,${Math.max(1, Math.round(EDGE * letters))},0,${ALIGNMENTS[position]},${Math.round(0.06 * width)},${Math.round(0.06 * width)},${Math.round(MARGIN * height)},1`,
    '',
    '[Events]',
    'Format: Layer, Start, End, Style, Text',
    ...lines.map(({ start, end, text }) => `Dialogue: 0,${at(start)},${at(end)},Default,${text}`),
    '',
  ].join('\n');
}

/** A line for each word: its page, with that word lit. */
function litPages(words: readonly Word[], end: number, light: string): Word[] {
  const pages: Word[][] = [];
  for (const word of words) {
    const page = pages.at(-1);
    const last = page?.at(-1);
    const fits =
      page !== undefined &&
      last !== undefined &&
      word.start - last.end < LINGERS &&
      textOf([...page, word]).length <= LONGEST_PAGE;
    if (fits) page.push(word);
    else pages.push([word]);
  }
  return pages.flatMap((page, number) =>
    page.map((word, index) => {
      const next = page[index + 1]?.start ?? Math.min(pages[number + 1]?.[0]?.start ?? end, word.end + LINGERS);
      return {
        start: word.start,
        end: next,
        text: textOf(
          page.map((one, place) => ({
            ...one,
            text: place === index ? `{\\c${light}}${escaped(one.text)}{\\c&HFFFFFF&}` : escaped(one.text),
          })),
        ),
      };
    }),
  );
}

/** `#rrggbb` as ASS has it: blue first. */
const color = (hex: string): string => `&H${hex.slice(5, 7)}${hex.slice(3, 5)}${hex.slice(1, 3)}&`.toUpperCase();

/** Braces and backslashes are commands in ASS. */
const escaped = (text: string): string =>
  text.replace(/\{/g, '(').replace(/\}/g, ')').replace(/\\/g, '/').replace(/\s+/g, ' ');

/** `0:01:02.30` */
function stamp(seconds: number): string {
  const hundredths = Math.round(seconds * 100);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(hundredths / 360_000)}:${two(Math.floor(hundredths / 6000) % 60)}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}

/** Pure: the filter that draws an ASS file. A path is escaped twice: as the value of an option, and as a part of a filter graph. */
export const captionsFilter = (path: string): string =>
  `ass=filename=${path.replace(/[\\':]/g, '\\$&').replace(/[\\'[\],;]/g, '\\$&')}`;

/**
 * Draws one caption on black: nothing is seen where libass finds no font, and ffmpeg does not call that an error.
 * @param file an ASS file whose captions are seen at its beginning @throws captions_impossible
 */
export async function tryCaptions(file: string, ffmpeg: Binary, signal: AbortSignal): Promise<void> {
  const { filters } = await readCapabilities(ffmpeg);
  if (!filters.has('ass'))
    throw mediaError('captions_impossible', {
      why: `ffmpeg ${ffmpeg.version} (${ffmpeg.path}) was built without libass`,
    });
  const drawn = { seen: false };
  const argv = [
    '-f',
    'lavfi',
    '-i',
    'color=black:size=320x320:rate=5:duration=0.2',
    '-vf',
    `${captionsFilter(file)},format=gray`,
    '-frames:v',
    '1',
    '-f',
    'rawvideo',
    'pipe:1',
  ];
  const onBytes = (bytes: Uint8Array) => (drawn.seen ||= bytes.some((value) => value > 128));
  await runFfmpeg(ffmpeg, argv, { signal, onBytes, reads: [file] });
  if (!drawn.seen) throw mediaError('captions_impossible', { why: 'there is no font on this machine' });
}

/** A transcript to try captions with. */
export const TRIAL: Transcript = [{ text: 'Hg', start: 0, end: 10, words: [] }];
