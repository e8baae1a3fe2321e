import { availableParallelism } from 'node:os';
import type Sharp from 'sharp';

let loading: Promise<typeof Sharp> | undefined;

/**
 * sharp, loaded at first use (100 ms), without its cache: sources are read once. With glibc it takes one core by default, for fear of fragmented memory
 * in servers that make thumbnails by the thousand; with all cores an AVIF takes 0.6 of the time (`npm run bench -- image`).
 */
export function loadSharp(): Promise<typeof Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(availableParallelism());
    return sharp;
  });
  return loading;
}
