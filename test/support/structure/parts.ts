/** A piece of a container: a box, an element, a chunk, a packet. */
export interface Part {
  /** Type or id as its bytes have it; empty where a part has neither head nor size. */
  name: Buffer;
  body: Buffer | Part[];
  /** What it says of the length of its body, where that is not so. */
  says?: number;
}

/** A way to take files apart and to put them together again. */
export interface Format {
  /** Parts that follow each other. What is no part any more is the last one, without a name. */
  parts(bytes: Buffer): Part[];
  /** The head of a part, which says how long its body is, and what follows the body. */
  wrap(name: Buffer, size: number, body: Buffer): Buffer;
}

/** The file that consists of these parts. */
export const written = (parts: readonly Part[], format: Format): Buffer =>
  Buffer.concat(
    parts.map(({ name, body, says }) => {
      const inner = Buffer.isBuffer(body) ? body : written(body, format);
      return name.length === 0 ? inner : format.wrap(name, says ?? inner.length, inner);
    }),
  );

export const rest = (bytes: Buffer): Part => ({ name: Buffer.alloc(0), body: bytes });
