import { open } from 'node:fs/promises';

/** What may stand before the media of an MP4 that begins with its index: the index itself, and gaps. */
const BEFORE_MEDIA = ['ftyp', 'moov', 'free', 'wide'];
const HEADER = 8;

/**
 * Whether an MP4 or a MOV has a whole index in front of its media. Where ffmpeg was given too little room for it, it overwrites the first media with the
 * rest, says so, and ends with 0.
 */
export async function hasIndexInFront(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const names: string[] = [];
    for (let at = 0; ;) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER), 0, HEADER, at);
      const [size, name] = [buffer.readUInt32BE(0), buffer.toString('latin1', 4, HEADER)];
      if (name === 'mdat') return names.includes('moov');
      if (bytesRead < HEADER || size < HEADER || !BEFORE_MEDIA.includes(name)) return false;
      names.push(name);
      at += size;
    }
  } finally {
    await file.close();
  }
}
