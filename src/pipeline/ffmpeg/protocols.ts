import { execa } from 'execa';
import { brief } from './childEnv';
import type { Binaries, Binary } from './find';
import { oncePerBuild } from './oncePerBuild';

/** What reads from a range reader. */
const NEEDED = ['http', 'tcp'];

/** Whether both can read through a range reader: builds without a network cannot. @throws ffmpeg_missing */
export const readsOverHttp = async ({ ffmpeg, ffprobe }: Pick<Binaries, 'ffmpeg' | 'ffprobe'>): Promise<boolean> =>
  (await Promise.all([ffmpeg, ffprobe].map(readProtocols))).every((protocols) =>
    NEEDED.every((name) => protocols.includes(name)),
  );

const readProtocols = oncePerBuild(async ({ path }: Binary): Promise<string[]> => {
  const { stdout } = await execa(path, ['-hide_banner', '-protocols'], {
    ...brief(),
    stdin: 'ignore',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  return inputProtocols(stdout);
});

/** Pure. The names between `Input:` and `Output:`, one a line. */
export const inputProtocols = (list: string): string[] =>
  between(
    list.split('\n').map((line) => line.trim()),
    'Input:',
    'Output:',
  ).filter((line) => line !== '');

function between(lines: readonly string[], first: string, last: string): readonly string[] {
  const from = lines.indexOf(first);
  const to = lines.indexOf(last, from);
  return from < 0 || to < 0 ? [] : lines.slice(from + 1, to);
}
