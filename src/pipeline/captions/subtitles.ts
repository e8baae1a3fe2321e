import type { Part } from '../media/part';

/** What is shown at a time, in seconds, with the marks that it is written with. */
export interface Subtitle extends Part {
  text: string;
}

const ARROW = '-->';
/** Between two cues, or a cue and a note. */
const BLANK_LINE = /\n[^\S\n]*\n/g;
/** `01:02:03,456`, `02:03.4` or `02:03`; behind the time of the end may stand where the cue is shown. */
const TIME = String.raw`[ \t]*(?:(\d{1,5}):)?(\d{1,3}):(\d{1,3})(?:[.,](\d{1,9}))?`;
const START = new RegExp(String.raw`^${TIME}[ \t]*$`);
const END = new RegExp(String.raw`^${TIME}(?![\d:.,])`);
/** Characters that such a time has at most, with what stands around it. */
const LONGEST_TIME = 64;

/**
 * The cues of SRT or WebVTT whose lines end with \n: wherever a line has an arrow between two times, with what follows up to a blank line. Between them stands what
 * nobody says: numbers, notes, styles. Written by hand: it looks at each character once or twice, and parsers that take a line for a step need seconds for a million.
 */
export function* subtitlesIn(text: string): Generator<Subtitle> {
  for (let arrow = text.indexOf(ARROW); arrow >= 0;) {
    const line = text.lastIndexOf('\n', arrow) + 1;
    const lineEnd = endAt(text.indexOf('\n', arrow), text);
    BLANK_LINE.lastIndex = lineEnd;
    const end = endAt(BLANK_LINE.exec(text)?.index ?? -1, text);
    const from = seconds(START, text.slice(Math.max(line, arrow - LONGEST_TIME), arrow));
    const to = seconds(END, text.slice(arrow + ARROW.length, Math.min(lineEnd, arrow + LONGEST_TIME)));
    if (from !== null && to !== null) yield { text: text.slice(lineEnd + 1, end), start: from, end: to };
    arrow = text.indexOf(ARROW, end);
  }
}

const endAt = (index: number, text: string): number => (index < 0 ? text.length : index);

/** null: it is no time. */
function seconds(form: RegExp, text: string): number | null {
  const [time, hours = '0', minutes, whole, fraction = '0'] = form.exec(text) ?? [];
  const rounded = 3600 * Number(hours) + 60 * Number(minutes) + Number(whole);
  return time === undefined ? null : Number(`${rounded}.${fraction}`);
}
