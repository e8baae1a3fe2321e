import type Sharp from 'sharp';

let loading: Promise<typeof Sharp> | undefined;

/** sharp, loaded at first use (100 ms), without its cache: sources are read once. */
export function loadSharp(): Promise<typeof Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    return sharp;
  });
  return loading;
}
