// ffmpeg by hand: the very binary that the package uses, told to overwrite and to say nothing but errors.
import { execa } from 'execa';
import type { Binaries } from '../../dist/src/index.js';

export async function ffmpeg({ ffmpeg: { path } }: Binaries, ...argv: string[]): Promise<void> {
  await execa(path, ['-v', 'error', '-y', ...argv], { stdin: 'ignore' });
}
