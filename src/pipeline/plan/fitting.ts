import type { MediaInfo } from '../media/mediaInfo';
import type { Quality } from '../media/quality';

/** What came out where nobody had looked at its bytes. */
export interface Unbounded {
  bytes: number;
  info: MediaInfo;
}

/** A plan whose result takes about so many bytes. */
export interface Attempt<P> {
  plan: P;
  /** With what it is made, where that cannot be less; absent: it can. */
  least?: string;
}

/** How a result gets no more bytes than it may have, where the plan as it is makes more. */
export interface Fitting<P> {
  most: number;
  /** What is made before that, where the plan copies: nothing follows from it for an encode. */
  encoding?: () => P;
  /** @param aim bytes that the result is to take, about */
  toward: (aim: number, unbounded: Unbounded) => Attempt<P>;
}

/** Part of the bytes which a result may have that is aimed at, and from which on it is good enough. */
const AIMED = 0.97;
const ENOUGH = 0.93;

/** Something that was made: the bytes that were aimed at, and those that it has. */
export interface Tried {
  aim: number;
  bytes: number;
}

export const isFull = (bytes: number, most: number): boolean => bytes <= most && bytes >= ENOUGH * most;

/** Pure: what is aimed at next: as much lower or higher as the last two tries say that it takes, but never beyond what is known to be too much, or too little. */
export function nextAim(tried: readonly Tried[], most: number): number {
  const last = tried.at(-1);
  if (last === undefined) return AIMED * most;
  const low = Math.max(0, ...tried.filter(({ bytes }) => bytes <= most).map(({ aim }) => aim));
  const high = Math.min(Infinity, ...tried.filter(({ bytes }) => bytes > most).map(({ aim }) => aim));
  const guess = last.aim * ((AIMED * most) / last.bytes) ** (1 / steepness(tried.at(-2), last));
  return guess > low && guess < high ? guess : Math.sqrt(Math.max(low, high / 4) * Math.min(high, 4 * low || high));
}

/** By which power of the aim bytes grow; plain pictures grow slowly. */
const STEEPNESS = { least: 0.3, most: 1.5 };
function steepness(before: Tried | undefined, last: Tried): number {
  if (before === undefined) return 1;
  const power = Math.log(last.bytes / before.bytes) / Math.log(last.aim / before.aim);
  return Math.min(STEEPNESS.most, Math.max(STEEPNESS.least, power || 0));
}

/** The quality that is made where none is asked for: a result that is bounded by its bytes is as good as fits. */
export const usualQuality = ({ max_bytes: most }: { max_bytes?: number | undefined }): Quality =>
  most === undefined ? 'medium' : 'very_high';
