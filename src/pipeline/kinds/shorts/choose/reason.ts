import type { Boundary } from './boundaries';
import type { Measures } from './measures';

/** Pure: why a part was chosen, in words. */
export function reasonOf(
  { moment, heard, words, motion, frozen, cuts }: Measures,
  start: Boundary,
  end: Boundary,
): string {
  const facts = [
    moment !== null && `holds a moment ${moment.above.toFixed(0)} dB louder than the rest, at ${clock(moment.at)}`,
    heard !== null && `is heard for ${Math.round(100 * heard)}% of its time`,
    words !== null && words > 0 && `has ${words.toFixed(1)} words a second`,
    motion !== null && (motion < 0.01 ? 'hardly moves' : `moves in ${Math.round(100 * motion)}% of the picture`),
    cuts > 0 && `has ${cuts} ${cuts === 1 ? 'cut' : 'cuts'}`,
    frozen > 0 && `stands still for ${frozen.toFixed(0)} s`,
    `begins ${place(start, 'after')} and ends ${place(end, 'before')}`,
  ].filter((fact) => fact !== false);
  const text = `${facts.slice(0, -1).join(', ')}${facts.length > 1 ? '; ' : ''}${facts.at(-1) ?? ''}.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function place({ by, pause, sentence }: Boundary, side: 'after' | 'before'): string {
  if (by === 'edge') return side === 'after' ? 'where the video begins' : 'where the video ends';
  if (by === 'time') return 'where nothing pauses or cuts';
  const what = by === 'cut' ? 'at a cut' : `in a pause of ${pause.toFixed(1)} s`;
  return sentence ? `${what}, ${side === 'after' ? 'with a sentence' : 'after a sentence'}` : what;
}

/** `2:05`, `1:02:05` */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const tail = `${String(Math.floor(whole / 60) % 60).padStart(whole >= 3600 ? 2 : 1, '0')}:${String(whole % 60).padStart(2, '0')}`;
  return whole >= 3600 ? `${Math.floor(whole / 3600)}:${tail}` : tail;
}
