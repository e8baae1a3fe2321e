import { fileObject } from '../../../src/pipeline/job/fileObject';
import { probeFile } from '../../../src/pipeline/inspect/probe';
import { fixture } from '../../fixtures';
import { testBinaries } from '../../support/job';

const signal = new AbortController().signal;

test.each([
  ['clip.mov', 'video', { video: 'h264', audio: 'aac' }],
  ['animated.gif', 'animation', { video: 'gif', audio: null }],
  ['cover.mp3', 'audio', { video: null, audio: 'mp3' }],
  ['alpha.png', 'image', { video: 'png', audio: null }],
] as const)('%s is a file of kind %s', async (name, kind, codecs) => {
  const path = await fixture(name);
  const file = fileObject('shown', await probeFile(path, await testBinaries(), signal));
  expect(file).toMatchObject({ object: 'file', kind, codecs, url: 'shown' });
});
