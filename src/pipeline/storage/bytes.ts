import { open, stat } from 'node:fs/promises';

/** The bytes of a file, wherever they are. */
export interface Bytes {
  readonly size: number;
  /** So many bytes from `at` on; fewer only where the file ends. */
  read(at: number, length: number): Promise<Buffer>;
}

/** Those of a file on this machine. */
export async function bytesOf(path: string): Promise<Bytes> {
  const { size } = await stat(path);
  return {
    size,
    async read(at, length) {
      const file = await open(path, 'r');
      try {
        const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
}
