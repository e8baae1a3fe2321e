import type { z } from 'zod/v4';
import type { Plan, PlanContext, SequenceContext } from '../plan/types';
import type { Format } from '../media/formats';
import type { Clip } from '../media/clip';
import type { MediaInfo } from '../media/mediaInfo';
import type { ResultSet } from '../media/resultSet';
import type { Maker } from './maker';

/** A ready-made choice of what people want most. An option that is set wins over it. */
export interface Preset<O> {
  label: string;
  /** What it makes, and the values that it supplies. */
  description: string;
  /** The values for what is left unset. They may hang on what is set, so that both go together. */
  supplies: (set: O) => Partial<O>;
  /** The same as it was before nodes of version 2, and as hosted APIs can do it, where that is something else. */
  before?: Pick<Preset<O>, 'description' | 'supplies'>;
}

/** What follows from the options and the source alone: the whole job, as data. */
export type Planner<O> = (options: O, context: PlanContext) => Plan;

/** The same for a sequence: a plan for each clip in their order, and the one that joins what they made. */
export type SequencePlanner<O> = (options: O, context: SequenceContext) => Plan[];

/** How the jobs of a kind are made: from a plan, or by what looks at the source before there is one. */
export type Making<O> = { plan: Planner<O>; sequence?: SequencePlanner<O> } | { make: Maker<O> };

/** How a kind plays several inputs one after the other. */
export interface Joins {
  /** Options that go with one input alone. */
  without: readonly string[];
  /** Options that go with several alone; absent: none. */
  only?: readonly string[];
  /** What can be asked of a clip; absent: all. */
  clip?: readonly (keyof Clip)[];
}

/** One kind of job: all that the faces, the checks and the run loop have to know of it. It imports nothing that starts a process. */
export interface Kind<O extends object, P extends string = string> {
  label: string;
  /** What it does to a file, in the imperative, as a panel of actions lists it. */
  action: string;
  description: string;
  /** The command of `media-jobs` that makes it. */
  command: string;
  /** The node that makes it. */
  node: 'createJob' | 'createShorts';
  /** Those of its result, the default first; none where it makes no file. */
  formats: readonly Format[];
  schema: z.ZodType<O>;
  presets: Readonly<Record<P, Preset<O>>>;
  /** Options that had another default once, with that: for what was saved or stored then without them. */
  earlier?: Partial<O>;
  /** That several inputs can be played one after the other; absent: it takes one. */
  joins?: Joins;
  /** Whether its result may have sound. */
  sound: boolean;
  /** What its result is when it is a folder of files; null: it is one file. */
  set: ResultSet | null;
  /** Whether the source is looked at before there is a plan; absent: never. */
  analyses?: (options: O) => boolean;
  /** The format of the result; null where only the source tells, and that is not known yet. */
  formatOf: (options: O, source: MediaInfo | null) => Format | null;
  /** Whether a moving picture is asked for its first picture alone; absent: never. */
  takesFirstPicture?: (options: O) => boolean;
  /** Formats that come out when nothing is chosen: the first one, and what the source can make of it. */
  defaultFormats: readonly Format[];
  /** The codecs that can be in a format, the default first. */
  codecsOf: (format: Format) => readonly string[];
  /** The least options that make a result of a second in that format and codec. */
  sample: (format: Format, codec: string) => O;
  /** How its jobs are made. What that takes is loaded when it is first needed. Null: they make no file, and what is found out of the source is all. */
  load: (() => Making<O>) | null;
}
