import { pipeline } from 'node:stream';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { errorCode } from '../base/errorFacts';
import { mediaError } from '../errors/mediaError';
import { Refusal } from '../net/retrying';

/** What a server may say that it has packed a body with: `Content-Encoding`. */
const UNPACKERS: Record<string, () => Transform & { bytesWritten: number }> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};
/** Those that nothing here unpacks. */
const UNKNOWN = ['compress', 'x-compress'];

/** A body becomes at most so many times as large: silence and black pictures pack well, but nobody sends a film of them packed. */
const MOST_TIMES = 100;
/** What is smaller than this (bytes) is never too large. */
const FREE = 64 * 1024 * 1024;

/** What a body was packed with that was asked for plain; null: it is plain. @param encoding the header `Content-Encoding` */
export function packedWith(encoding: string | null | undefined): string | null {
  const words = (encoding ?? '').split(',').map((word) => word.trim().toLowerCase());
  return words.filter((word) => word in UNPACKERS || UNKNOWN.includes(word)).join(', ') || null;
}

/** A body as it was before it was packed. */
export interface Unpacking {
  /** Fails as the packed one does, and as `problemOf` says. */
  body: Readable;
  /** To be told of the bytes that are about to be kept. @throws input_too_large of a body that unpacks to far more than was sent */
  take: (bytes: number) => Promise<void>;
}

/** Unpacks while it comes. @param packing what `packedWith` has found @throws input_unsupported where it is packed in a way that is not known, or more than once */
export function unpacking(body: Readable, packing: string, shown: string): Unpacking {
  const make = UNPACKERS[packing];
  if (make === undefined)
    throw mediaError('input_unsupported', { input: shown, why: `its server sends it packed with ${packing}` });
  const unpacker = make();
  unpacker.on('error', () => {});
  const plain = pipeline(body, unpacker, () => undefined);
  let kept = 0;
  return {
    body: plain,
    take: async (bytes) => {
      kept += bytes;
      if (kept > Math.max(FREE, MOST_TIMES * unpacker.bytesWritten))
        throw mediaError('input_too_large', {
          input: shown,
          why: `its server sends it packed, and it unpacks to more than ${MOST_TIMES} times what is sent`,
        });
    },
  };
}

/** What is wrong with a body that does not unpack; what else went wrong as it is. */
export function problemOfUnpacking(error: unknown, packing: string): unknown {
  const code = errorCode(error);
  if (code === 'Z_BUF_ERROR') return new Refusal('the connection was cut', true);
  return /^(?:Z|ERR_BROTLI|ERR__ERROR)/.test(code)
    ? new Refusal(`its server says that it packs it with ${packing}, but it does not`, false)
    : error;
}
