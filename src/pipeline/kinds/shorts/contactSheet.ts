import type { Analysis } from './analysis';
import type { Choice } from './choose/choose';
import { clock } from './choose/reason';
import type { Part } from '../../media/part';

/** Pixels. */
const SHEET_WIDTH = 1600;
const MARGIN = 40;
const TRACK = SHEET_WIDTH - 2 * MARGIN;
const ROWS = {
  title: 34,
  ticks: 70,
  chosen: 84,
  examined: 150,
  shots: 176,
  loudness: 232,
  pauses: 380,
  legend: 420,
} as const;
const LOUDNESS_HEIGHT = 136;
/** Lowest level that is drawn, dBFS. */
const FLOOR = -70;
/** Of a chosen part with its reason. */
const LINE = 40;

const COLORS = {
  paper: '#ffffff',
  ink: '#1f2933',
  faint: '#9aa5b1',
  rail: '#eef1f4',
  chosen: '#2f9e44',
  examined: '#74b0ff',
  cut: '#d9480f',
  black: '#000000',
  frozen: '#b197fc',
  level: '#a9bcd6',
  speech: '#868e96',
  pause: '#ffd43b',
  moment: '#e03131',
};

/** Pure: what was measured of a source and chosen from it, as a picture (SVG) over its time: chosen parts, what was examined densely, shots, loudness, pauses. */
export function contactSheet(
  { duration, sound, picture }: Analysis,
  choices: readonly Choice[],
  name: string,
): { svg: string; width: number; height: number } {
  const height = ROWS.legend + 36 + LINE * choices.length;
  const x = (at: number) => (MARGIN + (TRACK * at) / duration).toFixed(1);
  const wide = ({ start, end }: Part) => Math.max(1, (TRACK * (end - start)) / duration).toFixed(1);
  const box = (part: Part, y: number, tall: number, color: string, more = '') =>
    `<rect x="${x(part.start)}" y="${y}" width="${wide(part)}" height="${tall}" fill="${color}" ${more}/>`;
  const rail = (y: number, tall: number) => box({ start: 0, end: duration }, y, tall, COLORS.rail);
  const line = (at: number, from: number, to: number, color: string) =>
    `<line x1="${x(at)}" x2="${x(at)}" y1="${from}" y2="${to}" stroke="${color}" stroke-width="1.5"/>`;
  const words = (text: string, left: number | string, y: number, size = 13, color: string = COLORS.ink, more = '') =>
    `<text x="${left}" y="${y}" font-size="${size}" fill="${color}" ${more}>${escaped(text)}</text>`;

  const parts = [
    words(`${name}: ${clock(duration)}`, MARGIN, ROWS.title, 20),
    ...ticks(duration).flatMap((at) => [
      words(clock(at), x(at), ROWS.ticks, 12, COLORS.speech, 'text-anchor="middle"'),
      line(at, ROWS.ticks + 4, ROWS.pauses + 14, COLORS.rail),
    ]),
    rail(ROWS.chosen, 52),
    ...choices.flatMap((choice, index) => [
      box(choice, ROWS.chosen, 52, COLORS.chosen, 'rx="4"'),
      words(
        `${index + 1}`,
        ((Number(x(choice.start)) + Number(x(choice.end))) / 2).toFixed(1),
        ROWS.chosen + 33,
        20,
        COLORS.paper,
        'text-anchor="middle"',
      ),
    ]),
    rail(ROWS.examined, 12),
    ...picture.examined.map((part) => box(part, ROWS.examined, 12, COLORS.examined)),
    rail(ROWS.shots, 40),
    ...picture.frozen.map((part) => box(part, ROWS.shots, 40, COLORS.frozen)),
    ...picture.black.map((part) => box(part, ROWS.shots, 40, COLORS.black)),
    ...picture.cuts.map((at) => line(at, ROWS.shots, ROWS.shots + 40, COLORS.cut)),
    rail(ROWS.loudness, LOUDNESS_HEIGHT),
    ...choices.map((choice) => box(choice, ROWS.loudness, LOUDNESS_HEIGHT, COLORS.chosen, 'opacity="0.15"')),
  ];
  if (sound === null) parts.push(words('no sound', MARGIN + 8, ROWS.loudness + 24, 14, COLORS.speech));
  else {
    const y = (level: number) =>
      (ROWS.loudness + LOUDNESS_HEIGHT * (Math.max(FLOOR, Math.min(0, level)) / FLOOR)).toFixed(1);
    parts.push(
      ...columns(sound.levels, sound.step, duration).map(
        ({ at, level }) =>
          `<line x1="${x(at)}" x2="${x(at)}" y1="${y(level)}" y2="${ROWS.loudness + LOUDNESS_HEIGHT}" stroke="${COLORS.level}"/>`,
      ),
      ...[
        [sound.speech, 'speech'],
        [sound.threshold, 'pause'],
      ].map(
        ([level, label]) =>
          `<line x1="${MARGIN}" x2="${MARGIN + TRACK}" y1="${y(Number(level))}" y2="${y(Number(level))}" stroke="${COLORS.ink}" stroke-dasharray="4 4"/>${words(`${String(label)} ${Number(level).toFixed(0)} dB`, MARGIN + TRACK - 4, Number(y(Number(level))) - 3, 11, COLORS.ink, 'text-anchor="end"')}`,
      ),
      rail(ROWS.pauses, 10),
      ...sound.pauses.map((part) => box(part, ROWS.pauses, 10, COLORS.pause)),
      ...sound.moments.map(
        ({ at }) => `<circle cx="${x(at)}" cy="${ROWS.loudness + 6}" r="5" fill="${COLORS.moment}"/>`,
      ),
    );
  }
  parts.push(
    ...legend(),
    ...choices.flatMap(({ start, end, score, reason }, index) => {
      const top = ROWS.legend + 44 + LINE * index;
      return [
        words(
          `${index + 1} · ${clock(start)}–${clock(end)} · ${(end - start).toFixed(1)} s${score === null ? '' : ` · score ${score.toFixed(0)}`}`,
          MARGIN,
          top,
          15,
        ),
        words(reason, MARGIN + 22, top + 17, 13, COLORS.speech),
      ];
    }),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SHEET_WIDTH}" height="${height}" font-family="DejaVu Sans, Verdana, Arial, sans-serif"><rect width="100%" height="100%" fill="${COLORS.paper}"/>${parts.join('')}</svg>`;
  return { svg, width: SHEET_WIDTH, height };
}

function legend(): string[] {
  const entries: [string, string][] = [
    ['chosen', COLORS.chosen],
    ['every picture examined', COLORS.examined],
    ['cut', COLORS.cut],
    ['black', COLORS.black],
    ['stands still', COLORS.frozen],
    ['level', COLORS.level],
    ['pause', COLORS.pause],
    ['loud moment', COLORS.moment],
  ];
  return entries.map(
    ([label, color], index) =>
      `<rect x="${MARGIN + index * 185}" y="${ROWS.legend - 10}" width="12" height="12" fill="${color}"/><text x="${MARGIN + index * 185 + 18}" y="${ROWS.legend + 1}" font-size="13" fill="${COLORS.ink}">${label}</text>`,
  );
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
/** Round times, at most 20 of them. */
function ticks(duration: number): number[] {
  const step = STEPS.find((seconds) => duration / seconds <= 20) ?? duration / 10;
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, index) => index * step);
}

/** The loudest level of each column of pixels. */
function columns(levels: readonly number[], step: number, duration: number): { at: number; level: number }[] {
  return Array.from({ length: TRACK }, (_, column) => {
    const [from, to] = [column, column + 1].map((edge) => Math.floor((edge * duration) / TRACK / step)) as [
      number,
      number,
    ];
    return {
      at: ((column + 0.5) * duration) / TRACK,
      level: Math.max(FLOOR, ...levels.slice(from, Math.max(to, from + 1))),
    };
  });
}

const escaped = (text: string): string =>
  text
    .replace(/\p{Cc}/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
