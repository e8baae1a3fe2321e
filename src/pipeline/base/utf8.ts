import { isUtf8 } from 'node:buffer';

/** Bytes as the text that they are, a byte order mark included; null where they are no UTF-8: no byte is replaced. */
export const utf8 = (bytes: Buffer): string | null => (isUtf8(bytes) ? bytes.toString() : null);
