import { stat } from 'node:fs/promises';
import type { KindName, OptionsOf } from '../../src/pipeline/kinds';
import { fixture, FIXTURES, type FixtureName } from '../fixtures';
import { job, removeJobs } from '../support/job';

afterAll(removeJobs);

/** Fixtures that nothing is wrong with. Pictures are sharp's, and long.m4a is as tone.m4a. */
const UNDAMAGED = FIXTURES.filter(
  (name) =>
    !/^(damaged|mostly|incomplete|truncated|empty|text|noise|playlist|ffconcat|dash|drawing|huge|long)/.test(name),
);
const isPicture = (name: FixtureName) => /\.(png|jpg|avif|tiff)$|^(alpha|still)\.webp$|picture-named/.test(name);
const isSound = (name: FixtureName) => /\.(wav|mp3|m4a|aac|flac|ogg|opus)$/.test(name) && name !== 'video-named.mp3';
/** Of large files one job is enough. */
const LARGE = 300_000;

async function expectNoWarning<K extends KindName>(kind: K, name: FixtureName, options: OptionsOf[K]): Promise<void> {
  const {
    error,
    job: { warnings = [] },
  } = await job(kind, name, options);
  expect(error).toBeNull();
  expect(warnings.filter(({ kind: what }) => what === 'input_damaged')).toEqual([]);
}

describe('a file without damage is converted without a word of any', () => {
  test.each(UNDAMAGED.filter((name) => !isPicture(name)))('%s', async (name) => {
    const small = (await stat(await fixture(name))).size < LARGE;
    if (isSound(name)) {
      await expectNoWarning('audio', name, { format: 'flac' });
      await expectNoWarning('audio', name, { start: 0.5, end: 1 });
    } else {
      await expectNoWarning('video', name, { quality: 'very_low', width: 160 });
      if (small) await expectNoWarning('animation', name, { start: 0.3, end: 0.7, fps: 5, width: 100 });
    }
  });

  test.each<FixtureName>(['clip.mov', 'clip.ts', 'sync-audio-late.mkv', 'frames.webm', 'live.webm'])(
    'also where it is only copied, and samples of it are looked at: %s',
    (name) => expectNoWarning('video', name, name.endsWith('webm') ? { format: 'webm' } : {}),
  );
});
