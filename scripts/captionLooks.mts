// Draws each look of captions into one picture, docs/images/captions.png: npm run build && node scripts/captionLooks.mts
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { assCaptions } from '../dist/src/pipeline/captions/burntCaptions.js';
import { captionsFilter } from '../dist/src/pipeline/captions/captionsFilter.js';
import { captionStyleOf, LOOKS } from '../dist/src/pipeline/captions/captionStyle.js';
import type { Look } from '../dist/src/pipeline/captions/captionStyle.js';
import { FONT_FOLDER, putFont } from '../dist/src/pipeline/captions/font.js';
import { findBinaries } from '../dist/src/pipeline/ffmpeg/find.js';

const SIZE = { width: 480, height: 270 };
/** A word a second, and the moment that is drawn (seconds): the third word is said. */
const WORDS = ['This', 'is', 'how', 'it', 'looks'].map((text, start) => ({ text, start, end: start + 1 }));
const AT = 2.5;
const GRADIENT = `geq=r='38+50*Y/H':g='62+40*Y/H':b='92+60*X/W'`;

const folder = await mkdtemp(join(tmpdir(), 'caption-looks-'));
await putFont(join(folder, FONT_FOLDER));
const { ffmpeg } = await findBinaries();
const pictures = [];
for (const look of Object.keys(LOOKS) as Look[]) {
  const transcript = [{ text: 'This is how it looks', start: 0, end: 5, words: WORDS }];
  const style = captionStyleOf({ caption_look: look, caption_size: '10%' });
  await writeFile(join(folder, 'looks.ass'), assCaptions(transcript, { start: 0, end: 5 }, SIZE, style));
  const filters = ['format=gbrp', GRADIENT, `setpts=PTS+${AT}/TB`, captionsFilter('looks.ass')].join(',');
  const source = `color=size=${SIZE.width}x${SIZE.height}:rate=1:duration=1`;
  const argv = ['-v', 'error', '-f', 'lavfi', '-i', source, '-vf', filters, '-frames:v', '1', '-f', 'image2pipe'];
  pictures.push(
    execFileSync(ffmpeg.path, [...argv, '-c:v', 'png', '-'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] }),
  );
}
await rm(folder, { recursive: true });

const gap = 8;
const at = (index: number) => ({
  left: (index % 3) * (SIZE.width + gap),
  top: Math.floor(index / 3) * (SIZE.height + gap),
});
const file = join(import.meta.dirname, '../docs/images/captions.png');
await sharp({
  create: { width: 3 * SIZE.width + 2 * gap, height: 2 * SIZE.height + gap, channels: 3, background: '#ffffff' },
})
  .composite(pictures.map((input, index) => ({ input, ...at(index) })))
  .png({ palette: true, colours: 128, effort: 10 })
  .toFile(file);
