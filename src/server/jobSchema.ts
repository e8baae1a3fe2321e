import { z } from 'zod/v4';
import { ERRORS } from '../pipeline/errors/table';
import type { ErrorKind } from '../pipeline/errors/table';
import { FILE_KINDS } from '../pipeline/job/job';
import type { FileObject, Job, ProbedFile, Task } from '../pipeline/job/job';
import type { AudioInfo, SoundTrack, VideoInfo } from '../pipeline/media/mediaInfo';
import { KIND_NAMES } from '../pipeline/kinds';
import { CLIP_OPTIONS } from '../pipeline/request/clips';
import type { KindName } from '../pipeline/kinds';
import type { Short } from '../pipeline/job/short';
import { EVENT_TYPES } from '../jobs/store/event';
import { JOB_STATUSES } from '../pipeline/job/status';

/** Not in the hosted job API: further fields and calls of this server. */
export const OURS = { 'x-media-jobs': true } as const;

const KIND_ENUM = z.enum(KIND_NAMES as [KindName, ...KindName[]]);
const time = (what: string) => z.int().describe(`${what}; Unix milliseconds.`);
const times = {
  created_at: time('When it was created'),
  started_at: time('When it began').nullable(),
  finished_at: time('When it ended').nullable(),
  updated_at: time('When it last changed'),
};

export const errorSchema = z.strictObject({
  kind: z.enum(Object.keys(ERRORS) as [ErrorKind, ...ErrorKind[]]).describe('Never changes its name.'),
  message: z.string().describe('For people: what is wrong, and what to do next.'),
  input_index: z
    .int()
    .optional()
    .meta(OURS)
    .describe('Which of inputs is to blame, counted from 0; absent where there is one input, or none is.'),
});

const amount = (what: string) => z.number().describe(what).nullable();

const fileSchema = z.strictObject({
  object: z.literal('file').optional(),
  kind: z
    .enum(FILE_KINDS)
    .optional()
    .describe('What is in it. Absent, as are object and codecs, on jobs of version 0.1.'),
  codecs: z.strictObject({ video: z.string().nullable(), audio: z.string().nullable() }).optional(),
  url: z.string(),
  format: z.string(),
  bytes: z.int(),
  width: amount('Pixels, as displayed.'),
  height: amount('Pixels, as displayed.'),
  duration: amount('Seconds.'),
  fps: amount('Frames per second.'),
  video_codec: z.string().nullable(),
  audio_codec: z.string().nullable(),
  bitrate: amount('Bits per second over the whole file.'),
  channels: z.int().nullable(),
}) satisfies z.ZodType<FileObject>;

const fileStreams = {
  index: z.int().describe('Of the stream in the file.'),
  codec: z.string(),
  profile: z.string().nullable(),
  bitrate: amount('Bits per second.'),
  startTime: z.number().describe('Seconds.'),
  duration: amount('Seconds.'),
};

const videoSchema = z.strictObject({
  ...fileStreams,
  level: z.number().nullable().describe('As the codec counts it: 31 is level 3.1 of H.264.'),
  width: z.number().describe('Pixels, as displayed.'),
  height: z.number().describe('Pixels, as displayed.'),
  codedWidth: z.number().describe('Pixels, as stored.'),
  codedHeight: z.number().describe('Pixels, as stored.'),
  rotation: z.number().describe('Degrees clockwise by which a player turns what is stored.'),
  oriented: z.literal(true).optional().describe('The container says how a player turns or mirrors it.'),
  mirrored: z.literal(true).optional().describe('A player mirrors it, too.'),
  squarePixels: z.boolean(),
  pixelFormat: z.string(),
  bitDepth: z.number(),
  hasAlpha: z.boolean(),
  interlaced: z.boolean(),
  fps: z.number().describe('Frames per second.'),
  frameRate: z.string().describe('The same as ffmpeg reads it: 30000/1001.'),
  variableFps: z.boolean(),
  decodedAhead: z.number().optional(),
  hdr: z.enum(['pq', 'hlg']).nullable(),
  colorSpace: z.string().nullable(),
  colorPrimaries: z.string().nullable(),
  colorTransfer: z.string().nullable(),
  fullRange: z.boolean(),
  frames: z.number().optional().describe('Of an animated picture.'),
  plays: z.number().optional().describe('How often an animated picture is played; 0: without end.'),
  showsBackground: z.literal(true).optional(),
}) satisfies z.ZodType<Omit<VideoInfo, 'rotation'>>;

const audioSchema = z.strictObject({
  ...fileStreams,
  counted: z.literal(true).optional(),
  sampleRate: z.number(),
  channels: z.number(),
  bitDepth: z.number().nullable(),
  language: z.string().optional().describe('As the file says it, such as eng.'),
  title: z.string().optional(),
}) satisfies z.ZodType<AudioInfo>;

const soundTrackSchema = audioSchema.extend({
  isDefault: z.boolean().describe('Whether the file marks it as the one that is played unasked.'),
}) satisfies z.ZodType<SoundTrack>;

/** The result of a job of kind `probe`. */
export const probedSchema = fileSchema.required().extend({
  path: z.string().describe('The same as url.'),
  durationDeclared: z.boolean().describe('Whether the file says how long it is.'),
  endsInFrame: z.literal(true).optional(),
  video: videoSchema.nullable(),
  audio: audioSchema.nullable(),
  sounds: z
    .array(soundTrackSchema)
    .readonly()
    .optional()
    .describe('Where it has several sound tracks: all of them, in the order in which audio_track counts.'),
  declaresSound: z.literal(true).optional(),
  cover: videoSchema.nullable().describe('The picture inside of an audio file.'),
  still: z.boolean().describe('One picture, not moving.'),
  tags: z.record(z.string(), z.string()),
}) satisfies z.ZodType<Omit<ProbedFile, 'video' | 'cover'>>;

/** A task as the server shows it. */
export const taskSchema = z.strictObject({
  id: z.string(),
  object: z.literal('task'),
  kind: z.union([z.enum(['probe', 'import', 'analyse', 'export']), KIND_ENUM]),
  input: z.string().nullable(),
  options: z.record(z.string(), z.unknown()),
  output: z
    .union([fileSchema, probedSchema.meta(OURS), z.string()])
    .nullable()
    .describe(
      'Of probe: the source; in a job of that kind with all that is known of its streams. Of the encode task: the result. Of export: its address.',
    ),
  status: z.enum(['waiting', 'processing', 'succeeded', 'failed', 'cancelled']),
  progress: z.number().min(0).max(100).nullable(),
  error: errorSchema.nullable(),
  ...times,
}) satisfies z.ZodType<Task>;

const deliverySchema = z.strictObject({
  id: z.string(),
  type: z.enum(EVENT_TYPES),
  status: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.array(z.strictObject({ at: z.int(), status: z.int().nullable(), why: z.string().nullable() })),
  next_at: z.int().nullable(),
});

export const shortSchema = z.strictObject({
  title: z.string().nullable(),
  start: z.number().describe('Seconds of the source.'),
  end: z.number(),
  duration: amount('Seconds of the clip.'),
  score: z.number().nullable().describe('0–100.'),
  reason: z.string().nullable().describe('Why this part was chosen.'),
  text: z.string().nullable().describe('What is said in it.'),
  output: z.string().nullable().describe('Address of the clip.'),
  status: z.enum(JOB_STATUSES),
  error: errorSchema.nullable(),
  poster: z.string().optional(),
  captions: z.string().optional(),
}) satisfies z.ZodType<Short>;

/** A job as the server shows it. */
export const jobSchema = z.strictObject({
  id: z.string(),
  object: z.literal('job'),
  kind: KIND_ENUM,
  input: z.string().nullable().describe('As given, secrets masked; null where there are several, in inputs.'),
  inputs: z
    .array(CLIP_OPTIONS.extend({ url: z.string() }))
    .optional()
    .meta(OURS)
    .describe('The clips that are played one after the other, as given, secrets masked.'),
  output: z
    .string()
    .nullable()
    .describe(
      'Address of the result; null of a job that makes no file (kind probe). s3://… where the job named one, else a signed link that expires; each answer has a fresh one. Of an HLS stream its master playlist.',
    ),
  options: z.record(z.string(), z.unknown()).describe('As given.'),
  metadata: z.record(z.string(), z.unknown()),
  status: z.enum(JOB_STATUSES),
  error: errorSchema.nullable(),
  tasks: z.array(taskSchema),
  shorts: z.array(shortSchema).optional().meta(OURS).describe('The clips of a job of kind shorts.'),
  contact_sheet: z
    .string()
    .optional()
    .meta(OURS)
    .describe('Address of the picture of what was measured for them, where one was wanted.'),
  warnings: z
    .array(
      z.strictObject({
        kind: z.string(),
        message: z.string(),
        count: z.int().optional(),
        at: z.array(z.number()).optional(),
      }),
    )
    .optional()
    .meta(OURS)
    .describe('What was put up with.'),
  attempts: z
    .strictObject({ made: z.int(), most: z.int() })
    .optional()
    .meta(OURS)
    .describe('Only there when the job was begun more than once.'),
  webhook_url: z.string().optional().meta(OURS),
  webhook_deliveries: z.array(deliverySchema).optional().meta(OURS).describe('How telling webhook_url went.'),
  ...times,
}) satisfies z.ZodType<Job>;
