import { execa } from 'execa';
import { brief } from './childEnv';
import type { Encoders } from './encoders';
import type { Binary } from './find';
import { oncePerBuild } from './oncePerBuild';
import { mediaError } from '../errors/mediaError';

/** What an ffmpeg can do, by its own lists. `names` are its encoders, without those it calls experimental. */
export interface Capabilities extends Encoders {
  muxers: ReadonlySet<string>;
  filters: ReadonlySet<string>;
  decoders: ReadonlySet<string>;
}

/** Asks an ffmpeg for its lists. @throws ffmpeg_missing */
export const readCapabilities = oncePerBuild(async ({ path, version }: Binary): Promise<Capabilities> => {
  const [names, muxers, filters, decoders] = await Promise.all([
    list(path, '-encoders', CODEC),
    list(path, '-muxers', MUXER),
    list(path, '-filters', FILTER),
    list(path, '-decoders', CODEC),
  ]);
  return { binary: path, version, names, muxers, filters, decoders };
});

/** ` V....D libx264  …`: type, then flags, of which X (experimental) stands fourth. The legend has `=` for a name. */
const CODEC = /^ [VAS][F.][S.][.][B.][D.] ([^\s=]\S*)/;
/** `  E mp4  …`, ` DE wav  …`; from release 7 on a third flag `d` stands for devices. */
const MUXER = /^ [D ]E[d ]? +([^\s=]\S*)/;
/** ` T.C scale  V->V  …`: two flags or three, by release. */
const FILTER = /^ [TSC.]{2,3} +(\S+) +\S+->\S+/;

async function list(path: string, question: string, line: RegExp): Promise<ReadonlySet<string>> {
  const run = await execa(path, ['-hide_banner', question], {
    ...brief(),
    stdin: 'ignore',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  const names =
    run.exitCode === 0 ? run.stdout.split(/\r?\n/).flatMap((text) => line.exec(text)?.[1]?.split(',') ?? []) : [];
  if (names.length === 0) throw mediaError('ffmpeg_missing', { why: `${path} ${question} lists nothing` });
  return new Set(names);
}
