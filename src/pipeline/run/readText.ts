import { readFile, stat } from 'node:fs/promises';
import { utf8 } from '../base/utf8';
import { mediaError } from '../errors/mediaError';
import { MAX_TRANSCRIPT, transcriptProblem } from '../kinds/captionFields';
import { nameOf } from '../media/nameOf';
import type { OpenUse, Source } from '../storage/source';

/** UTF-16 has two bytes for most characters, and UTF-8 three for some. */
const MAX_BYTES = 3 * MAX_TRANSCRIPT;

/** The text of a file that says what is said. @param folder for what has to be fetched @throws captions_unreadable; what the source throws */
export async function readText(source: Source, folder: string, use: OpenUse): Promise<string> {
  const path = await source.open(folder, use);
  const unreadable = (why: string) => mediaError('captions_unreadable', { why: `${nameOf(source.shown)} ${why}` });
  const { size } = await stat(path);
  if (size > MAX_BYTES) throw unreadable(`has ${size.toLocaleString('en-US')} bytes`);
  const text = decoded(await readFile(path));
  if (text.length > MAX_TRANSCRIPT) throw unreadable(`has ${text.length.toLocaleString('en-US')} characters`);
  const problem = transcriptProblem(text);
  if (problem !== null) throw unreadable(problem);
  return text;
}

/** Subtitles have been written for longer than UTF-8 is usual: what is none is taken for what Windows wrote in the west. */
function decoded(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe') return new TextDecoder('utf-16le').decode(bytes);
  if (mark === 'feff') return new TextDecoder('utf-16be').decode(bytes);
  return utf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes);
}
