import { execFileSync } from 'node:child_process';
import { FFMPEG } from './programs';

const listed = execFileSync(FFMPEG, ['-hide_banner', '-encoders']).toString();
// ` V....D libx264 …`; an X in the fourth place of the flags: experimental.
const names = new Set([...listed.matchAll(/^ [VAS][F.][S.][.][B.][D.] ([^\s=]\S*)/gm)].map(([, name]) => name));

/** Whether the ffmpeg under test has one of these encoders. */
const hasEncoder = (...encoders: string[]): boolean => encoders.some((name) => names.has(name));

/** A test that needs one of these encoders of ffmpeg; where the binary under test has none, it is skipped, and its name says why. */
export function itWithEncoder(
  encoders: string | readonly string[],
  name: string,
  test: () => Promise<void>,
  timeout?: number,
): void {
  const wanted = typeof encoders === 'string' ? [encoders] : encoders;
  if (hasEncoder(...wanted)) it(name, test, timeout);
  else it.skip(`${name} [skipped: ${FFMPEG} has no ${wanted.join(' or ')}]`, test, timeout);
}
