import { LONGEST_NAME } from './textLimits';
import { withoutEnd } from './withoutEnd';

/** File systems take 255 bytes; this leaves room for another extension and a number. */
const MAX_BYTES = 200;

/**
 * A name from elsewhere as a plain file name: no folders, no characters that a file system refuses, not hidden, not too long.
 * @param fallback when nothing is left of it
 */
export function safeName(name: string, fallback: string): string {
  const plain = bounded(name)
    .normalize('NFC')
    .replace(/\p{Cc}/gu, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+/, '');
  const safe = withoutEnd(plain, /[.\s]/);
  const extension = /\.[^.]{1,10}$/u.exec(safe)?.[0] ?? '';
  const stem = safe.slice(0, safe.length - extension.length);
  return cut(stem, MAX_BYTES - Buffer.byteLength(extension)) + extension || fallback;
}

/** Of a long name its beginning, and its end with the extension. */
const bounded = (name: string): string =>
  name.length > LONGEST_NAME ? name.slice(0, LONGEST_NAME - 64) + name.slice(-64) : name;

/** The first `bytes` bytes, without half a character at the end. */
const cut = (text: string, bytes: number): string =>
  new TextDecoder().decode(Buffer.from(text).subarray(0, bytes), { stream: true });
