import { basename } from 'node:path';

/** What the name of a segment tells: `stream_0_00012.ts` is number 12 of `stream_0_`. */
interface SegmentName {
  stream: string;
  number: number;
}

/** Null: the name is that of no segment. */
export function segmentOf(path: string): SegmentName | null {
  const [, stream = '', number] = /^(.*\D)?(\d+)\.(?:ts|m4s)$/.exec(basename(path)) ?? [];
  return number === undefined ? null : { stream, number: Number(number) };
}
