import { z } from 'zod/v4';
import { duration, end, format, picture, quality, refuseShape, refuseEmptyRange, said, START, start } from '../fields';
import { edits } from '../editFields';
import type { ValueLabel } from '../fields';
import type { ImageFormat } from '../../media/formats';

const FORMATS: Record<ImageFormat, ValueLabel> = {
  jpeg: { name: 'JPEG', description: 'For photographs; keeps no transparency' },
  png: { name: 'PNG', description: 'Without loss, with transparency; large for photographs' },
  webp: { name: 'WebP', description: 'Smaller than JPEG and PNG, with transparency' },
  avif: { name: 'AVIF', description: 'The smallest files; slower to make' },
};

/** The file that says which picture is shown when. */
export const LIST_FILE = 'thumbnails.vtt';

/** Most pictures of a source: one a second of an hour. */
export const MOST_PICTURES = 3600;
/** How many there are when nothing is said. */
export const USUAL_COUNT = 10;
/** Pixels that a picture of a sprite is wide when nothing is said: as wide as players show it above their seek bar. */
export const SPRITE_WIDTH = 160;

const WAYS = ['count', 'interval', 'times', 'scenes'] as const;
type Way = (typeof WAYS)[number];

/** Whether all pictures become one. */
export const isSprite = ({ sprite, columns }: Pick<ThumbnailsOptions, 'sprite' | 'columns'>): boolean =>
  sprite ?? columns !== undefined;

/** The ways in which it is said which pictures are taken. A list without times says nothing. */
export const waysOf = (options: Partial<Record<Way, unknown>>): Way[] =>
  WAYS.filter((way) => {
    const { [way]: value } = options;
    return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  });

export const thumbnailsSchema = z
  .strictObject({
    format: format(FORMATS, 'Format of the pictures. Unset: jpeg.').optional(),
    quality: quality().optional(),
    count: said(
      z.int().min(1).max(MOST_PICTURES),
      `How many pictures (1–${MOST_PICTURES.toLocaleString('en-US')}), each from the middle of an equal part of the source. Unset, with no interval, times or scenes: ${USUAL_COUNT}.`,
      { label: 'Count', placeholder: `${USUAL_COUNT}`, group: 'common' },
    ).optional(),
    interval: said(
      z.number().min(0.04).max(86_400),
      'Seconds from one picture to the next, from the start on. Instead of count, times or scenes.',
      { label: 'Interval (Seconds)', placeholder: '10', group: 'common' },
    ).optional(),
    times: said(
      z.array(z.number().min(0)).max(MOST_PICTURES),
      'Seconds into the source at which pictures are taken, as a JSON list such as [1, 2.5, 10]. Instead of count, interval or scenes, and without start and end.',
      { label: 'Times', placeholder: '[1, 2.5, 10]', group: 'common' },
    ).optional(),
    scenes: said(
      z.boolean(),
      'Whether to take a picture from the middle of each scene, between its cuts. The source is looked at first. Instead of count, interval or times.',
      { label: 'Scenes', group: 'common' },
    ).optional(),
    sprite: said(
      z.boolean(),
      `Whether all pictures become one, in rows and columns: a contact sheet, or the preview of a seek bar. A side has at most 10,000 pixels. Without width and height a picture in it is ${SPRITE_WIDTH} pixels wide.`,
      { label: 'Sprite', group: 'common' },
    ).optional(),
    columns: said(
      z.int().min(1).max(1000),
      'Pictures in a row of the sprite (1–1,000), which it asks for. Unset: as many as rows.',
      {
        label: 'Columns',
        placeholder: '5',
        group: 'picture',
      },
    ).optional(),
    ...picture(),
    ...edits(),
    start: start(START).optional(),
    end: end(
      'Seconds, or a time such as 00:00:02.5, into the source up to which pictures are taken; past its end it is that. Unset: the end.',
    ).optional(),
    duration: duration().optional(),
  })
  .check(refuseShape, refuseEmptyRange, ({ value, issues }) => {
    const refuse = (field: string, message: string, input: unknown) =>
      issues.push({ code: 'custom', path: [field], message, input });
    const ways = waysOf(value);
    const [first, second] = ways;
    if (second !== undefined) refuse(second, `only goes without "${String(first)}"`, value[second]);
    if (value.columns !== undefined && value.sprite === false)
      refuse('columns', 'only goes with "sprite"', value.columns);
    if (!ways.includes('times')) return;
    for (const name of ['start', 'end', 'duration'] as const)
      if (value[name] !== undefined) refuse(name, 'only goes without "times"', value[name]);
  });

export type ThumbnailsOptions = z.infer<typeof thumbnailsSchema>;
