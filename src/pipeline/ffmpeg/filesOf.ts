import { dirname, isAbsolute } from 'node:path';
import { isSourceAddress } from '../media/sourceAddress';

/** What one run of ffmpeg or ffprobe may touch. */
export interface Files {
  /** Files that it reads, each as it is named. */
  read: string[];
  /** Folders that it writes to; what lies in them it may read too: segments, pieces, captions to draw. */
  write: string[];
  /** Whether it reads through a range reader, and so needs the network. */
  remote: boolean;
}

const FILE = /^file:/;

/**
 * Pure: what arguments name. Inputs stand behind `-i`. A file that is written is a word of its own that begins with `file:`, or the last one. What stands
 * inside of a filter is not seen: it lies in a folder that is written to, or the caller names it.
 * @param cwd the folder that it works in, absolute: it writes there, and what has a relative name lies there
 */
export function filesOf(argv: readonly string[], cwd?: string): Files {
  const read = new Set<string>();
  const write = new Set<string>(cwd === undefined ? [] : [cwd]);
  for (const [index, word] of argv.entries()) {
    const path = word.replace(FILE, '');
    if (!isAbsolute(path)) continue;
    if (argv[index - 1] === '-i') read.add(path);
    else if (FILE.test(word) || index === argv.length - 1) write.add(dirname(path));
  }
  return { read: [...read], write: [...write], remote: argv.some(isSourceAddress) };
}
