import { z } from 'zod/v4';
import type { Wish } from './choose/choose';
import { PROPOSAL_REACH } from './choose/proposed';
import { captionLook, lookAsked, transcript, transcriptProblem } from '../captionFields';
import { audioTrack, choice, quality, said } from '../fields';
import { MAX_SIDE } from '../../media/frame';

/** The file that leads to all shorts of a source. */
export const LIST_FILE = 'shorts.json';

const REFRAMES = {
  center: { name: 'Center', description: 'Cuts out the middle of the picture' },
  blur: { name: 'Blur', description: 'The whole picture over a blurred copy of it' },
  track: { name: 'Track', description: 'Cuts out what moves, and follows it' },
};
const ASPECTS = {
  '9:16': { name: '9:16', description: 'Upright, for phones: 1080×1920' },
  '4:5': { name: '4:5', description: 'Upright: 1080×1350' },
  '1:1': { name: '1:1', description: 'Square: 1080×1080' },
  '16:9': { name: '16:9', description: 'Wide: 1920×1080' },
};

const CAPTIONS = {
  none: { name: 'None', description: 'No captions' },
  burn: { name: 'Burn In', description: 'In the picture; needs a transcript, and an ffmpeg with libass' },
  sidecar: { name: 'Sidecar', description: 'As a WebVTT file; needs a transcript' },
};

const LOUDNESS = {
  normalize: { name: 'Normalize', description: 'To −14 LUFS, as video platforms play it' },
  keep: { name: 'Keep', description: 'As it is' },
};

const SHEETS = {
  png: {
    name: 'PNG',
    description: 'Chosen parts, cuts, loudness and pauses over time, in the field contactSheet of the first short',
  },
  none: { name: 'None', description: 'No picture' },
};

/** Longest short that is chosen, and that is given, in seconds. */
const MAX_CHOSEN = 90;
const MAX_GIVEN = 300;
/** Unset: how many shorts of which length. */
const DEFAULTS = { count: 5, least: 15, most: 60 } as const;
const MAX_COUNT = 20;
const MAX_PREDEFINED = 50;
export const MAX_PROPOSED = 50;

const predefined = z.strictObject({
  title: z.string().max(200).optional(),
  start: z.number().min(0),
  end: z.number().gt(0),
});

export const shortsSchema = z
  .strictObject({
    count: said(
      z.int().min(1).max(MAX_COUNT),
      `How many shorts to choose (1–${MAX_COUNT}), or fewer where there is no room for so many. Unset: ${DEFAULTS.count}.`,
      { label: 'Count', placeholder: '5', group: 'shorts' },
    ).optional(),
    min_duration: said(
      z.number().min(3).max(MAX_CHOSEN),
      `Least seconds of a chosen short (3–${MAX_CHOSEN}). Unset: ${DEFAULTS.least}, or the most where that is less.`,
      { label: 'Least Duration', placeholder: '15', group: 'shorts' },
    ).optional(),
    max_duration: said(
      z.number().min(3).max(MAX_CHOSEN),
      `Most seconds of a chosen short (3–${MAX_CHOSEN}). Unset: ${DEFAULTS.most}, or the least where that is more.`,
      { label: 'Most Duration', placeholder: '60', group: 'shorts' },
    ).optional(),
    predefined_shorts: said(
      z.array(predefined).min(1).max(MAX_PREDEFINED),
      `Shorts to cut as given, instead of choosing: a list of {"title", "start", "end"}, in seconds, each at most ${MAX_GIVEN} s long.`,
      {
        label: 'Predefined Shorts',
        placeholder: '[{"title": "First", "start": 10, "end": 40}]',
        group: 'shorts',
        flag: 'predefined',
      },
    ).optional(),
    proposed_shorts: said(
      z.array(predefined).min(1).max(MAX_PROPOSED),
      `Shorts that somebody proposes, such as a language model that has read the transcript: a list of {"title", "start", "end"}, in seconds, the best first. Each begins and ends at the pause or cut that is nearest, at most ${PROPOSAL_REACH} s away; in the place of those that will not do others are chosen.`,
      {
        label: 'Proposed Shorts',
        placeholder: '[{"title": "First", "start": 10, "end": 40}]',
        group: 'shorts',
        flag: 'proposed',
      },
    ).optional(),
    transcript: transcript('It sharpens the choice, gives titles, and can be shown as captions.', 'shorts').optional(),
    reframe: choice(
      REFRAMES,
      'How the picture is brought to the shape of the short: center cuts out the middle, blur shows the whole picture over a blurred copy, track follows what moves. Unset: track.',
      { label: 'Reframe', group: 'picture' },
    ).optional(),
    aspect: choice(ASPECTS, 'Shape of the shorts. Unset: 9:16.', {
      label: 'Aspect',
      group: 'picture',
    }).optional(),
    size: said(
      z.string().max(11),
      'Width and height of the shorts in pixels, such as 720x1280, instead of a shape. Unset: 1080x1920, or as the shape asks.',
      { label: 'Size', placeholder: '1080x1920', group: 'picture' },
    ).optional(),
    quality: quality().optional(),
    contact_sheet: choice(
      SHEETS,
      'Whether to draw what was measured and chosen, over the time of the source: png puts contact-sheet.png beside the shorts. Unset: none.',
      { label: 'Contact Sheet', group: 'shorts' },
    ).optional(),
    loudness: choice(
      LOUDNESS,
      'How loud the shorts are: normalize brings each to −14 LUFS, as video platforms play it; keep leaves it as it is. Unset: normalize.',
      { label: 'Loudness', group: 'sound' },
    ).optional(),
    audio_track: audioTrack().optional(),
    captions: choice(
      CAPTIONS,
      'What to do with the transcript: burn draws it into the picture, word by word where words have times; sidecar puts a WebVTT file beside each short. Unset: none.',
      { label: 'Captions', group: 'captions' },
    ).optional(),
    ...captionLook(),
  })
  .check(({ value, issues }) => {
    const { min_duration: least, max_duration: most, predefined_shorts: given } = value;
    const refuse = (field: string, message: string, input: unknown) =>
      issues.push({ code: 'custom', path: field.split('.'), message, input });
    if (least !== undefined && most !== undefined && least > most)
      refuse('max_duration', `must not be less than "min_duration" (${least})`, most);
    if (given !== undefined) {
      for (const name of ['count', 'min_duration', 'max_duration', 'proposed_shorts'] as const)
        if (value[name] !== undefined) refuse(name, 'only goes without "predefined_shorts"', value[name]);
      for (const [index, { start, end }] of given.entries())
        if (end - start > MAX_GIVEN)
          refuse(
            `predefined_shorts.${index}.end`,
            `makes a short of ${(end - start).toFixed(1)} s; at most ${MAX_GIVEN} s are possible`,
            end,
          );
    }
    for (const name of ['predefined_shorts', 'proposed_shorts'] as const) {
      for (const [index, { start, end }] of (value[name] ?? []).entries())
        if (end <= start) refuse(`${name}.${index}.end`, `must be greater than "start" (${start})`, end);
    }
    if (value.size !== undefined) {
      if (value.aspect !== undefined) refuse('size', 'only goes without "aspect"', value.size);
      if (sizeIn(value.size) === null)
        refuse(
          'size',
          `must look like 1080x1920: even pixels, each side 64 to ${MAX_SIDE.toLocaleString('en-US')}`,
          value.size,
        );
    }
    for (const name of value.captions === 'burn' ? [] : lookAsked(value))
      refuse(name, 'only goes with "captions" burn', value[name]);
    if (value.captions !== undefined && value.captions !== 'none' && value.transcript === undefined)
      refuse('captions', 'needs a "transcript"', value.captions);
    const problem = value.transcript === undefined ? null : transcriptProblem(value.transcript);
    if (problem !== null) refuse('transcript', problem, value.transcript);
  });

export type ShortsOptions = z.infer<typeof shortsSchema>;

const SIZES = {
  '9:16': { width: 1080, height: 1920 },
  '4:5': { width: 1080, height: 1350 },
  '1:1': { width: 1080, height: 1080 },
  '16:9': { width: 1920, height: 1080 },
};

/** The size of the shorts in pixels. */
export const sizeOf = ({ size, aspect }: ShortsOptions): { width: number; height: number } =>
  (size === undefined ? null : sizeIn(size)) ?? SIZES[aspect ?? '9:16'];

function sizeIn(text: string): { width: number; height: number } | null {
  const [, width = 0, height = 0] = (/^(\d{2,4})[x×](\d{2,4})$/i.exec(text.trim()) ?? []).map(Number);
  return [width, height].every((side) => side >= 64 && side <= MAX_SIDE && side % 2 === 0) ? { width, height } : null;
}

/** How many shorts of which length are wanted, and which before others. */
export function wishOf({
  count,
  min_duration: least,
  max_duration: most,
  proposed_shorts: proposals,
}: ShortsOptions): Wish {
  return {
    count: count ?? DEFAULTS.count,
    least: least ?? Math.min(DEFAULTS.least, most ?? Infinity),
    most: most ?? Math.max(DEFAULTS.most, least ?? 0),
    proposals,
  };
}
