import { writeFile } from 'node:fs/promises';
import { crc32, deflateSync } from 'node:zlib';

/** One picture of an animated PNG: a field of one colour. */
export interface Field {
  x: number;
  y: number;
  width: number;
  height: number;
  milliseconds: number;
  /** 0: it stays; 1: its field is cleared after it; 2: what was there before comes back. */
  dispose: number;
  /** 0: it replaces what is there; 1: it lies over it. */
  blend: number;
  colour: readonly number[];
}

const numbers = (bytes: 1 | 2 | 4, ...values: readonly number[]): Buffer => {
  const written = Buffer.alloc(bytes * values.length);
  values.forEach((value, index) => written.writeUIntBE(value, index * bytes, bytes));
  return written;
};

function chunk(name: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), ...parts]);
  return Buffer.concat([numbers(4, body.length - 4), body, numbers(4, crc32(body))]);
}

/** Writes an animated PNG (PNG specification, third edition, 11.3.6) of fields of one colour. @param plays 0: without end */
export async function apng(
  file: string,
  { width, height, plays, pictures }: { width: number; height: number; plays: number; pictures: readonly Field[] },
): Promise<void> {
  let sequence = 0;
  const chunks = pictures.flatMap((field, index) => {
    const { x, y, milliseconds, dispose, blend, colour } = field;
    const line = Buffer.concat([numbers(1, 0), Buffer.alloc(4 * field.width, Buffer.from(colour))]);
    const pixels = deflateSync(Buffer.concat(Array.from({ length: field.height }, () => line)));
    const place = numbers(4, sequence++, field.width, field.height, x, y);
    const control = chunk('fcTL', place, numbers(2, milliseconds, 1000), numbers(1, dispose, blend));
    return [control, index === 0 ? chunk('IDAT', pixels) : chunk('fdAT', numbers(4, sequence++), pixels)];
  });
  const header = chunk('IHDR', numbers(4, width, height), numbers(1, 8, 6, 0, 0, 0));
  const animation = chunk('acTL', numbers(4, pictures.length, plays));
  await writeFile(
    file,
    Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), header, animation, ...chunks, chunk('IEND')]),
  );
}
