// Measures what the quality levels give, in size and similarity, and writes docs/quality.md.
// node scripts/calibrate.mts [an ffmpeg with every encoder] [an older ffmpeg to compare with]; needs a build before it.
// Clips and results are kept in .cache/calibration, so that after a change only what it touches is measured again.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCapabilities } from '../dist/src/pipeline/ffmpeg/capabilities.js';
import { findBinaries } from '../dist/src/pipeline/ffmpeg/find.js';
import { qualityPage } from './calibration/page.mts';
import { Bench } from './calibration/measure.mts';

const [ffmpegPath, olderPath] = process.argv.slice(2);

async function bench(path: string | undefined) {
  const binaries = await findBinaries({ ffmpegPath: path });
  const encoders = await readCapabilities(binaries.ffmpeg);
  const folder = join(process.cwd(), '.cache', 'calibration', encoders.version.replace(/[^\w.-]/g, '_'));
  mkdirSync(folder, { recursive: true });
  return { binaries, measured: new Bench(encoders, folder) };
}

const { binaries, measured } = await bench(ffmpegPath);
const older = olderPath === undefined ? null : (await bench(olderPath)).measured;
writeFileSync(join(process.cwd(), 'docs', 'quality.md'), await qualityPage(measured, older, binaries));
