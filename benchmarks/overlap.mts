// A source that lies behind 100 Mbit/s is encoded while it is fetched: its time beside that of downloading it first. Needs a build before it.
// Fails when it takes more than 0.75 of that.
import { join } from 'node:path';
import { ffmpeg, inFolder, noise, run } from './support/remoteSource.mts';
import type { Way } from './support/remoteSource.mts';

const ROUNDS = 3;
const MOST = 0.75;
/** As much a second as a phone's 4K has, so that fetching takes about as long as encoding. */
const SOURCE = { seconds: 20, rate: '50M' };
const JOB = { kind: 'video', options: { codec: 'h265', height: 240, quality: 'low' } } as const;

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

await inFolder(async (folder) => {
  const path = join(folder, 'source.mp4');
  await ffmpeg(...noise(SOURCE.seconds, SOURCE.rate), '-movflags', '+faststart', path);
  const seconds: Record<Way, number[]> = { parts: [], download: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of ['parts', 'download'] as const) seconds[way].push((await run(path, folder, JOB, way)).seconds);
  }
  const told = (way: Way) => `${median(seconds[way]).toFixed(1)} s (${seconds[way].map((each) => each.toFixed(1)).join(', ')})`;
  const ratio = median(seconds.parts) / median(seconds.download);
  if (ratio > MOST) process.exitCode = 1;
  console.log(`encoded while it is fetched  ${told('parts')}\ndownloaded first             ${told('download')}\nratio                        ${ratio.toFixed(2)}${ratio > MOST ? '  MORE THAN IT MAY' : ''}`);
});
