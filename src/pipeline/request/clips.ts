import { z } from 'zod/v4';
import { isObject } from '../base/isObject';
import { LONGEST_ADDRESS } from '../base/textLimits';
import { KIND_NAMES, KINDS, kindOf } from '../kinds';
import type { KindName } from '../kinds';
import { choice, duration, end, mediaReference, refuseEmptyRange, said as labelled, start } from '../kinds/fields';
import { fieldsIn, mediaIn } from '../kinds/walk';
import { MOTION_LABELS } from '../media/clip';
import type { Clip } from '../media/clip';
import { FIT_LABELS } from '../media/frame';
import { withTimes } from './mediaFragment';
import { describe } from './problems';
import type { Problem } from './problems';
import { settled } from './settled';

/** Clips of one sequence at most. */
export const MOST_CLIPS = 1_000;
/** How much louder a sound can be made: 20 dB. */
const MOST_VOLUME = 10;

/** What is asked of a clip, beside its address. */
export const CLIP_OPTIONS = z.strictObject({
  start: start('Seconds of the clip at which it begins. Unset: the beginning.').optional(),
  end: end('Seconds of the clip at which it ends. Unset: the end.').optional(),
  motion: choice(MOTION_LABELS, 'How the view of a still picture moves while it is shown. Unset: it does not.', {
    label: 'Motion',
    group: 'picture',
  }).optional(),
  fit: choice(FIT_LABELS, 'How it gets into the frame. Unset: as the option fit says.', {
    label: 'Fit',
    group: 'picture',
    ordered: true,
  }).optional(),
  volume: labelled(
    z.number().min(0).max(MOST_VOLUME),
    `How loud its sound is, as a factor (0–${MOST_VOLUME}). Unset: 1.`,
    { label: 'Volume', placeholder: '1', group: 'sound' },
  ).optional(),
  audio_url: mediaReference(
    'Address of a file whose sound is heard in place of its own. A picture without an end is shown as long as that lasts. Unset: its own.',
    { label: 'Audio URL', placeholder: 'https://example.com/voice.mp3', group: 'sound' },
  ).optional(),
});

/** The same as it may be given. */
export const GIVEN_OPTIONS = CLIP_OPTIONS.extend({
  duration: duration(
    'Seconds of the clip from its start on, or that a picture is shown. Another way to say its end.',
    '5',
  ).optional(),
});

/** A clip as it may be given. */
export const CLIP = GIVEN_OPTIONS.extend({
  url: z.string().min(1).max(LONGEST_ADDRESS).describe('Its address. It may end in its times, such as #t=3,8.'),
});
/** The fields of a clip that name media beside it. */
export const CLIP_MEDIA = mediaIn(fieldsIn(CLIP_OPTIONS, 'clip'));

const FIELDS = Object.keys(CLIP.shape);
const clipSchema = CLIP.check(refuseEmptyRange);

/** Options that say of one input what a clip says of itself. */
const OF_EACH = ['start', 'end', 'duration'];

interface ReadClips {
  clips: Clip[];
  problems: Problem[];
}

/** The clips of a request, each an address or what is played of it. @returns none where something is wrong */
export function readClips(kind: unknown, inputs: unknown, beside: { input?: unknown; options?: unknown }): ReadClips {
  const wrong = besideProblems(kind, beside);
  if (!Array.isArray(inputs)) return { clips: [], problems: [...wrong, said('"inputs" must be a list.')] };
  const given: unknown[] = inputs;
  if (given.length === 0) return { clips: [], problems: [...wrong, said('"inputs" must have at least 1 entry.')] };
  if (given.length > MOST_CLIPS) return { clips: [], problems: [...wrong, said(tooManyClips(given.length))] };
  const read = given.map(readClip);
  const problems = [
    ...wrong,
    ...read.flatMap((one) => one.problems),
    ...read.flatMap(({ clip }, index) => unasked(kind, clip ?? {}, index)),
  ];
  return { problems, clips: problems.length > 0 ? [] : read.flatMap(({ clip }) => clip ?? []) };
}

function readClip(given: unknown, index: number): { clip: Clip | null; problems: Problem[] } {
  const where = `inputs[${index}]`;
  const clip = typeof given === 'string' ? { url: given } : given;
  if (!isObject(clip))
    return { clip: null, problems: [said(`"${where}" must be an address, or an object with a "url".`)] };
  const { url } = clip;
  // Times that stand beside an address are meant, and the address then is as it is written.
  const isTimed = OF_EACH.some((name) => clip[name] !== undefined);
  const timed = !isTimed && typeof url === 'string' && url.length <= LONGEST_ADDRESS ? withTimes(url) : {};
  const parsed = clipSchema.safeParse(settled({ ...clip, ...timed }), { reportInput: true });
  if (parsed.success) return { clip: parsed.data, problems: [] };
  const problems = parsed.error.issues.flatMap((issue) =>
    describe({ ...issue, path: [where, ...issue.path] }, FIELDS, `${where} `),
  );
  return { clip: null, problems };
}

/** How a kind plays several inputs; undefined: it does not. */
const joinsOf = (kind: unknown) =>
  typeof kind === 'string' && Object.hasOwn(KINDS, kind) ? kindOf(kind as KindName).joins : undefined;

/** What is asked of a clip that its kind has nothing of. */
function unasked(kind: unknown, clip: Partial<Clip>, index: number): Problem[] {
  const asked = joinsOf(kind)?.clip;
  if (asked === undefined) return [];
  return Object.keys(clip)
    .filter((name) => name !== 'url' && !asked.some((known) => known === name))
    .map((name) => said(`"inputs[${index}].${name}" does not go with the kind ${String(kind)}.`));
}

function besideProblems(kind: unknown, { input, options }: { input?: unknown; options?: unknown }): Problem[] {
  const joins = joinsOf(kind);
  const given = isObject(options) ? Object.keys(options) : [];
  return [
    ...(joins ? [] : [said(`"inputs" goes with the kinds ${JOINING.join(', ')}.`)]),
    ...(input === undefined ? [] : [said('Give "input" or "inputs", not both.')]),
    ...OF_EACH.filter((name) => given.includes(name)).map((name) =>
      said(`"${name}" belongs to each of "inputs", not beside them.`),
    ),
    ...(joins?.without ?? [])
      .filter((name) => given.includes(name))
      .map((name) => said(`"${name}" goes with one "input", not with "inputs".`)),
  ];
}

/** What is asked of a job of one input that has no meaning but for several. */
export function aloneProblems(kind: unknown, options: unknown): Problem[] {
  const given = isObject(options) ? Object.keys(options) : [];
  return (joinsOf(kind)?.only ?? [])
    .filter((name) => given.includes(name))
    .map((name) => said(`"${name}" goes with "inputs", not with one "input".`));
}

/** The kinds that play several inputs one after the other. */
const JOINING = KIND_NAMES.filter((name) => kindOf(name).joins !== undefined);

/** What is wrong with so many clips. */
export const tooManyClips = (count: number): string =>
  `"inputs" must have at most ${MOST_CLIPS.toLocaleString('en-US')} entries (given: ${count.toLocaleString('en-US')}).`;

const said = (text: string): Problem => ({ kind: 'request_invalid', words: () => text });
