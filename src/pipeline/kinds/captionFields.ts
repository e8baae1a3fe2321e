import { z } from 'zod/v4';
import { captionStyleOf, LETTER_CASES, LOOKS } from '../captions/captionStyle';
import type { CaptionStyle } from '../captions/captionStyle';
import { MOST_PIECES, readTranscript } from '../captions/transcript';
import { LONGEST_ADDRESS } from '../base/textLimits';
import { POSITION_LABELS } from '../media/frame';
import { choice, said } from './fields';
import type { ValueLabel } from './fields';

const CAPTION_PLACES: Record<CaptionStyle['position'], ValueLabel> = {
  bottom: POSITION_LABELS.bottom,
  middle: { name: 'Middle', description: 'In the middle of the picture' },
  top: POSITION_LABELS.top,
};

/** Characters. */
export const MAX_TRANSCRIPT = 4_000_000;

const TRANSCRIPT_FORMS =
  'SRT, WebVTT, TSV, or the JSON of Whisper, OpenAI, WhisperX, whisper.cpp, AssemblyAI, Deepgram, ElevenLabs or Swiftia';

/** What is said in the source. @param use what it is for */
export const transcript = (use: string, group: 'shorts' | 'captions') =>
  said(
    z.string().min(1).max(MAX_TRANSCRIPT),
    `What is said, as ${TRANSCRIPT_FORMS}, with words where they have times of their own. ${use}`,
    { label: 'Transcript', group },
  );

/** How captions look that are drawn into a picture. */
export const captionLook = () => ({
  caption_look: choice(LOOKS, 'How burnt captions look. Unset: outline.', {
    label: 'Caption Look',
    group: 'captions',
  }).optional(),
  caption_position: choice(CAPTION_PLACES, 'Where burnt captions stand. Unset: bottom.', {
    label: 'Caption Position',
    group: 'captions',
  }).optional(),
  caption_color: said(
    z
      .string()
      .max(7, { abort: true })
      .regex(/^#[0-9a-fA-F]{6}$/),
    'Colour of the word that is being said, in burnt captions. A hex colour such as #ffd400. Unset: #ffd400.',
    { label: 'Caption Color', placeholder: '#ffd400', group: 'captions' },
  ).optional(),
  caption_font: said(
    z
      .string()
      .max(64, { abort: true })
      .refine((name) => /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]*[\p{L}\p{N}])?$/u.test(name), 'must be the name of a font'),
    'Font of burnt captions: the name of one that is installed where the job runs. Unset: DejaVu Sans, which comes along.',
    { label: 'Caption Font', placeholder: 'Montserrat', group: 'captions' },
  ).optional(),
  caption_size: said(
    z
      .string()
      .max(8, { abort: true })
      .refine((size) => SIZE.test(size), 'must be pixels such as "48", or a percentage of the height such as "6%"'),
    'Height of the letters of burnt captions: pixels, or a percentage of the height of the picture such as 6%. Unset: as suits the picture.',
    { label: 'Caption Size', placeholder: '6%', group: 'captions' },
  ).optional(),
  caption_case: choice(LETTER_CASES, 'Small or capital letters in burnt captions. Unset: as written.', {
    label: 'Caption Case',
    group: 'captions',
    ordered: true,
  }).optional(),
});

/** 4 to 999 pixels, or 1 to 50 %. */
const SIZE = /^(?:[4-9]|[1-9]\d{1,2}|(?:[1-9]|[1-4]\d|50)(?:\.\d{1,2})?%)$/;

type CaptionLook = keyof ReturnType<typeof captionLook>;

const USUAL = captionStyleOf({});
/** What is so without being asked for: a form sets it where the option is added. */
const UNASKED: Partial<Record<CaptionLook | 'subtitle_style', string>> = {
  caption_look: USUAL.look,
  caption_position: USUAL.position,
  caption_case: USUAL.letterCase,
  subtitle_style: 'burn_in',
};

/** How captions look that are drawn has no meaning where nothing is drawn: the names of what was asked for all the same. */
export const lookAsked = (options: Partial<Record<CaptionLook, unknown>>): CaptionLook[] =>
  (Object.keys(captionLook()) as CaptionLook[]).filter(
    (name) => options[name] !== undefined && options[name] !== UNASKED[name],
  );

const DELIVERIES = {
  burn_in: { name: 'Burn In', description: 'In the picture; needs an ffmpeg with libass' },
  embed: { name: 'Embed', description: 'As a track that players show when they are asked to' },
};

/** Captions that are drawn into a picture of any length. */
export const burntCaptions = () => ({
  subtitle_url: said(
    z.string().min(1).max(LONGEST_ADDRESS),
    `Address of a file with what is said: ${TRANSCRIPT_FORMS}. Unset: none.`,
    { label: 'Subtitle URL', placeholder: 'https://example.com/talk.srt', group: 'captions', media: 'text' },
  ).optional(),
  transcript: transcript('It is shown as captions, in place of subtitle_url.', 'captions').optional(),
  ...captionLook(),
});

/** The same, or beside it. */
export const captions = () => ({
  ...burntCaptions(),
  subtitle_style: choice(DELIVERIES, 'How captions are delivered. Unset: burn_in.', {
    label: 'Subtitle Style',
    group: 'captions',
    ordered: true,
  }).optional(),
});

type Captions = Partial<Record<keyof ReturnType<typeof captions> | 'reverse', unknown>>;

/** Options of captions that have no meaning without others, or none beside them. */
export function refuseUnseen({ value, issues }: z.core.ParsePayload<Captions>): void {
  const refuse = (name: keyof Captions, message: string) =>
    issues.push({ code: 'custom', path: [name], message, input: value[name] });
  const { transcript: text, subtitle_url: address, subtitle_style: style } = value;
  if (text !== undefined && address !== undefined) refuse('transcript', 'only goes without "subtitle_url"');
  const problem = typeof text === 'string' ? transcriptProblem(text) : null;
  if (problem !== null) refuse('transcript', problem);
  const isSaid = text !== undefined || address !== undefined;
  if (isSaid && value.reverse === true) refuse('reverse', 'only goes without captions');
  if (!isSaid && style !== undefined && style !== UNASKED.subtitle_style)
    refuse('subtitle_style', 'only goes with "subtitle_url" or "transcript"');
  if (isSaid && style !== 'embed') return;
  for (const name of lookAsked(value))
    refuse(name, isSaid ? 'only goes with "subtitle_style" burn_in' : 'only goes with "subtitle_url" or "transcript"');
}

/** What is wrong with a text that is no transcript; null: nothing. */
export const transcriptProblem = (text: string): string | null =>
  readTranscript(text) === null
    ? `is no SRT, WebVTT, TSV or JSON with segments or words that have times, or has more than ${MOST_PIECES.toLocaleString('en-US')} of them`
    : null;
