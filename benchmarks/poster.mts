// What a poster and ten seconds of a ten-minute source cost that lies behind 100 Mbit/s, beside downloading it first. Needs a build before it.
// Fails when a poster takes more than 3% of the bytes or a tenth of the time, or ten seconds more than 5% of the bytes.
import { join } from 'node:path';
import { ffmpeg, inFolder, noise, run } from './support/remoteSource.mts';
import type { Measured } from './support/remoteSource.mts';

const POSTER = { what: 'poster at 300 s', kind: 'image', options: { start: 300 }, most: { share: 0.03, time: 0.1 } } as const;
const TRIM = { what: '10 s from 300 s on', kind: 'video', options: { start: 300, end: 310, width: 320 }, most: { share: 0.05, time: 1 } } as const;

const shown = ({ share, seconds }: Measured) => `${(100 * share).toFixed(2).padStart(6)}% ${seconds.toFixed(1).padStart(5)} s`;

await inFolder(async (folder) => {
  const path = (name: string) => join(folder, `${name}.mp4`);
  await ffmpeg(...noise(10, '2300k'), path('ten'));
  await ffmpeg('-stream_loop', '59', '-i', path('ten'), '-c', 'copy', '-movflags', '+faststart', path('first'));
  await ffmpeg('-stream_loop', '59', '-i', path('ten'), '-c', 'copy', path('last'));
  console.log(`${''.padEnd(34)}${'read in parts'.padStart(16)}${'downloaded first'.padStart(18)}${'times faster'.padStart(14)}`);
  for (const { what, kind, options, most } of [POSTER, TRIM]) {
    for (const index of ['first', 'last']) {
      const parts = await run(path(index), folder, { kind, options }, 'parts');
      const download = await run(path(index), folder, { kind, options }, 'download');
      const over = parts.share > most.share || parts.seconds > most.time * download.seconds;
      if (over) process.exitCode = 1;
      console.log(`${`${what}, index ${index}`.padEnd(34)}${shown(parts).padStart(16)}${shown(download).padStart(18)}${(download.seconds / parts.seconds).toFixed(1).padStart(14)}${over ? '  MORE THAN IT MAY' : ''}`);
    }
  }
});
