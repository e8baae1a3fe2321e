import { toldRender } from '../../../src/backends/swiftia/getRender';
import { toldShorts } from '../../../src/backends/swiftia/shorts';

const NONE = { id: null, title: null, start: 0, end: 0, score: null, reason: null, text: null };

test('shorts of today, of before and of long ago', () => {
  const today = {
    data: { shorts: [{ id: 's1', content: 'What it is about', text: 'Words', startTime: 1.5, endTime: 20 }] },
  };
  expect(toldShorts(today)).toEqual([
    { id: 's1', title: 'What it is about', start: 1.5, end: 20, score: null, reason: null, text: 'Words' },
  ]);
  const before = {
    data: {
      shorts: [
        {
          id: 7,
          content: 'c',
          text: 'w',
          startTime: 1,
          endTime: 2,
          title: 'Title',
          reason: 'Because',
          cropFileUrl: 'https://example.com/x',
          score: 80,
        },
      ],
    },
  };
  expect(toldShorts(before)).toEqual([
    { id: 7, title: 'Title', start: 1, end: 2, score: 80, reason: 'Because', text: 'w' },
  ]);
  const longAgo = { shorts: [{ title: 'Title', start: 1, end: 2 }] };
  expect(toldShorts(longAgo)).toEqual([{ ...NONE, title: 'Title', start: 1, end: 2 }]);
});

test('what is none', () => {
  expect(toldShorts({})).toEqual([]);
  expect(toldShorts({ data: { shorts: 'x' } })).toEqual([]);
  expect(toldShorts({ data: { shorts: [null, { id: '', startTime: 'x', score: 101 }] } })).toEqual([NONE, NONE]);
  expect(toldShorts({ shorts: [{ id: 0 }] })[0]?.id).toBe(0);
});

test.each([
  [
    { type: 'queued', queuePosition: 3 },
    { is: 'running', progress: 0 },
  ],
  [
    { type: 'progress', progress: 0.42 },
    { is: 'running', progress: 42 },
  ],
  [
    { type: 'progress', progress: 7 },
    { is: 'running', progress: 100 },
  ],
  [{ type: 'something new' }, { is: 'strange' }],
  [
    { type: 'done', url: 'https://example.com/s.mp4', size: 9 },
    { is: 'done', url: 'https://example.com/s.mp4', bytes: 9 },
  ],
  [{ type: 'done' }, { is: 'failed', message: 'it is done, but its file has no address' }],
  [
    { type: 'error', message: 'no face; call +49 151 12345678' },
    { is: 'failed', message: 'no face; call ***' },
  ],
  [{ type: 'error' }, { is: 'failed', message: 'it does not say why' }],
])('a render that tells %j', (told, render) => {
  expect(toldRender(told)).toEqual(render);
});
