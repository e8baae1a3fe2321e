import { randomBytes } from 'node:crypto';
import type { Clip } from '../media/clip';
import type { MediaInfo } from '../media/mediaInfo';
import type { Short } from './short';
import type { JobStatus, JobErrorBody } from './status';
export type TaskStatus = 'waiting' | Exclude<JobStatus, 'queued'>;
/** `probe`, `import`, `analyse`, `render`, `export`, or the kind of the job. */
export type TaskKind = string;

/** What is in a file: moving pictures, a picture that moves by itself (GIF, WebP), sound alone (with a cover or without), one picture. */
export type FileKind = (typeof FILE_KINDS)[number];
export const FILE_KINDS = ['video', 'animation', 'audio', 'image'] as const;

/** What a file is: the output of the probe task (the source) and of the encode task (the result). Sizes in pixels as displayed, times in seconds. */
export interface FileObject {
  /** These three are absent on jobs of version 0.1. */
  object?: 'file';
  kind?: FileKind;
  codecs?: { video: string | null; audio: string | null };
  url: string;
  format: string;
  bytes: number;
  width: number | null;
  height: number | null;
  duration: number | null;
  fps: number | null;
  video_codec: string | null;
  audio_codec: string | null;
  /** Bits per second over the whole file. */
  bitrate: number | null;
  channels: number | null;
}

/** The result of a job of kind `probe`: the file object, and all that is known of each stream beside it. */
export type ProbedFile = Required<FileObject> & MediaInfo;

/** Something that was put up with, and that the user should know of. */
export interface JobWarning {
  kind: string;
  message: string;
  /** How often it was seen, and where in the source (seconds), if that is known. */
  count?: number;
  at?: number[];
}

export interface Task {
  id: string;
  object: 'task';
  kind: TaskKind;
  input: string | null;
  options: Record<string, unknown>;
  output: FileObject | ProbedFile | string | null;
  status: TaskStatus;
  /** 0–100; null until the task starts. */
  progress: number | null;
  error: JobErrorBody | null;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  updated_at: number;
}

/** The job object of the API reference; times in Unix milliseconds. */
export interface Job {
  id: string;
  object: 'job';
  /** The name of a kind. */
  kind: string;
  /** Null where it has several: then they are in `inputs`. */
  input: string | null;
  /** The clips of a sequence in their order, as asked for, secrets masked; absent where there is one input. */
  inputs?: Clip[];
  /** Where the result lies; for HLS its master playlist. Null also where a kind makes no file: what it tells is the output of its task. */
  output: string | null;
  /** As asked: defaults are not merged in. */
  options: Record<string, unknown>;
  metadata: Record<string, unknown>;
  status: JobStatus;
  error: JobErrorBody | null;
  tasks: Task[];
  /** The clips of a job of kind `shorts`, in the order of the source; absent for other kinds. */
  shorts?: Short[];
  /** Where the picture lies of what was measured for them; absent where none was wanted. */
  contact_sheet?: string;
  /** Only on jobs of a hosted API that are driven from here: its own id of the job, and what it costs. */
  backend_job_id?: string | null;
  cost?: JobCost;
  /** Only there when something was put up with. */
  warnings?: JobWarning[];
  /** Only on jobs of the job store: how often it was begun, and how often it may be. */
  attempts?: { made: number; most: number };
  /** Where the job's events are posted to, if anywhere. */
  webhook_url?: string;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  updated_at: number;
}

/** What a job of a hosted API costs, in US dollars: as it was reckoned beforehand, and as the API says; null is what is not known. */
export interface JobCost {
  currency: 'USD';
  estimate: {
    total: number | null;
    least: number;
    breakdown: Record<string, number | null>;
    withoutMinimum: number | null;
  } | null;
  charged: { total: number; breakdown: Record<string, number> } | null;
  /** What was to be spent at most; absent where that was not said. */
  at_most?: number;
}

/** Unguessable: 120 random bits. */
const newId = (prefix: 'job' | 'task'): string => `${prefix}_${randomBytes(15).toString('base64url')}`;

export interface NewJob {
  kind: string;
  input: string | null;
  inputs?: Clip[] | undefined;
  options: Record<string, unknown>;
  metadata: Record<string, unknown>;
  /** Unless given: probe, import, the kind's own, export. */
  tasks?: readonly TaskKind[] | undefined;
}

/** A queued job with its waiting tasks. */
export function createJob(
  { kind, input, inputs, options, metadata, tasks = ['probe', 'import', kind, 'export'] }: NewJob,
  now: number,
  makeId = newId,
): Job {
  const times = { created_at: now, started_at: null, finished_at: null, updated_at: now };
  const task = (taskKind: TaskKind): Task => ({
    id: makeId('task'),
    object: 'task',
    kind: taskKind,
    input: null,
    options: {},
    output: null,
    status: 'waiting',
    progress: null,
    error: null,
    ...times,
  });
  return {
    id: makeId('job'),
    object: 'job',
    kind,
    input,
    ...(inputs !== undefined && { inputs }),
    output: null,
    options,
    metadata,
    status: 'queued',
    error: null,
    tasks: tasks.map(task),
    ...times,
  };
}

export const isEnded = (job: Pick<Job, 'status'>): boolean =>
  job.status === 'succeeded' || job.status === 'failed' || job.status === 'cancelled';

/** A cancelled job that was not cancelled by its user, but failed for this reason. */
export function stoppedBy(job: Job, error: JobErrorBody): Job {
  const tasks = job.tasks.map((task) => (task.error === null ? task : { ...task, status: 'failed' as const, error }));
  return { ...job, status: 'failed', error, tasks };
}
