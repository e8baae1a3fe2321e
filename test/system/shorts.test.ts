import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundCuts } from '../../benchmarks/sources/foundCuts.mts';
import { analyse } from '../../src/pipeline/kinds/shorts/analyse/analyse';
import type { Examined } from '../../src/pipeline/kinds/shorts/analyse/analyse';
import { probeFile } from '../../src/pipeline/inspect/probe';
import { testBinaries } from '../support/job';
import { BUNDLED_FFMPEG } from '../support/programs';
import { makeSpokenTalk } from '../support/spokenTalk';
import type { SpokenTalk } from '../support/spokenTalk';

/** What is found may lie this far (seconds) beside what is known. */
const NEAR = 0.3;

describe('ten minutes of a talk', () => {
  let folder = '';
  let talk: SpokenTalk;
  let examined: Examined;
  const examine = async () => {
    const binaries = await testBinaries();
    return analyse(
      await probeFile(talk.path, binaries),
      { count: 5, least: 15, most: 60 },
      { ffmpeg: binaries.ffmpeg, signal: new AbortController().signal, onProgress: () => undefined, transcript: null },
    );
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'media-jobs-test-'));
    talk = await makeSpokenTalk(BUNDLED_FFMPEG, folder);
    examined = await examine();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is cut at its pauses and cuts', () => {
    const { choices } = examined;
    const places = [...talk.pauses, ...[0, ...talk.cuts, talk.seconds].map((at) => ({ start: at, end: at }))];
    const isKnown = (at: number) => places.some(({ start, end }) => at >= start - NEAR && at <= end + NEAR);
    expect(choices).toHaveLength(5);
    expect(choices.flatMap(({ start, end }) => [start, end]).filter((at) => !isKnown(at))).toEqual([]);
    // Two thirds of the time are no pause: that they are met is no matter of luck.
    const paused = talk.pauses.reduce((sum, { start, end }) => sum + end - start, 0);
    expect(paused / talk.seconds).toBeLessThan(0.34);
  });

  it('keeps both loud sentences whole, and nothing that is black', () => {
    const { choices } = examined;
    expect(talk.moments).toHaveLength(2);
    expect(
      talk.moments.filter((moment) => !choices.some(({ start, end }) => start <= moment.start && end >= moment.end)),
    ).toEqual([]);
    expect(choices.filter(({ start, end }) => start < talk.black.end && end > talk.black.start)).toEqual([]);
    // The second of them is near enough to the black part for both to fit into one short.
    expect(talk.black.end - (talk.moments[1]?.start ?? 0)).toBeLessThan(15);
  });

  it('has its cuts found where they matter, and none that are not there', () => {
    const { found, matter, wrongIn10Minutes } = foundCuts(talk, examined.analysis.picture.cuts, examined.choices);
    expect(talk.cuts.length).toBeGreaterThanOrEqual(60);
    expect(matter.length).toBeGreaterThanOrEqual(15);
    expect(found.length / matter.length).toBeGreaterThanOrEqual(0.85);
    expect(wrongIn10Minutes).toBeLessThanOrEqual(1);
  });

  it('is cut in the same way the next time, to the byte', async () => {
    expect(JSON.stringify((await examine()).choices)).toBe(JSON.stringify(examined.choices));
  });
});
