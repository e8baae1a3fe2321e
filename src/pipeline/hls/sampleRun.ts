import { box } from './boxes';
import type { Box } from './boxes';

/** A track fragment run (ISO/IEC 14496-12, 8.8.8): what it says of each sample, in units of its track. Absent: the fragment says it of all. */
export interface Run {
  flags: number;
  /** Bytes from the fragment's beginning to those of the first sample. */
  dataOffset: number;
  firstFlags: number;
  samples: Partial<Record<Field, number>>[];
}

/** What can be said of a sample, in the order in which it is, each with its flag. */
const FIELDS = { duration: 0x100, size: 0x200, flags: 0x400, offset: 0x800 } as const;
type Field = keyof typeof FIELDS;

const DATA_OFFSET = 0x1;
const FIRST_FLAGS = 0x4;
/** Version and flags, and the number of samples. */
const HEAD = 8;

const fieldsIn = (flags: number): Field[] =>
  (Object.keys(FIELDS) as Field[]).filter((field) => (flags & FIELDS[field]) !== 0);

export function readRun(bytes: Buffer, { body }: Box): Run {
  const flags = bytes.readUIntBE(body + 1, 3);
  const fields = fieldsIn(flags);
  let at = body + HEAD;
  const next = () => bytes.readUInt32BE((at += 4) - 4);
  const dataOffset = (flags & DATA_OFFSET) === 0 ? 0 : next();
  const firstFlags = (flags & FIRST_FLAGS) === 0 ? 0 : next();
  const samples = Array.from({ length: bytes.readUInt32BE(body + 4) }, () =>
    Object.fromEntries(fields.map((field) => [field, next()])),
  );
  return { flags, dataOffset, firstFlags, samples };
}

/** The same as a box, in which each sample says how long it lasts. */
export function timedRun(run: Run): Buffer {
  const flags = run.flags | FIELDS.duration;
  const words = [
    flags,
    run.samples.length,
    ...((flags & DATA_OFFSET) === 0 ? [] : [run.dataOffset]),
    ...((flags & FIRST_FLAGS) === 0 ? [] : [run.firstFlags]),
    ...run.samples.flatMap((sample) => fieldsIn(flags).map((field) => sample[field] ?? 0)),
  ];
  const content = Buffer.alloc(4 * words.length);
  for (const [n, word] of words.entries()) content.writeUInt32BE(word, 4 * n);
  return box('trun', content);
}
