import { isWanted } from '../../src/webhooks/filter';
import type { EventFilter } from '../../src/webhooks/filter';
import type { WebhookNews } from '../../src/backends/webhookSource';

const event: WebhookNews = {
  event: 'job.succeeded',
  output: null,
  job: {
    id: 'job_1',
    kind: 'video',
    status: 'succeeded',
    metadata: { order: 42, name: 'a b', done: true, empty: '', none: null, list: [1] },
  },
};
const wanted = (filter: Partial<EventFilter>, told: WebhookNews = event) =>
  isWanted(told, { events: [], kinds: [], statuses: [], metadata: [], ...filter });

test.each<[Partial<EventFilter>, boolean]>([
  [{}, true],
  [{ events: ['job.succeeded'] }, true],
  [{ events: ['job.failed', 'job.succeeded'] }, true],
  [{ events: ['job.failed'] }, false],
  [{ kinds: ['video'] }, true],
  [{ kinds: ['audio', 'image'] }, false],
  [{ statuses: ['succeeded'] }, true],
  [{ statuses: ['failed'] }, false],
  [{ events: ['job.succeeded'], kinds: ['audio'] }, false],
  [{ metadata: [{ key: 'name', value: 'a b' }] }, true],
  [{ metadata: [{ key: 'name', value: 'a' }] }, false],
  [{ metadata: [{ key: 'order', value: '42' }] }, true],
  [{ metadata: [{ key: 'done', value: 'true' }] }, true],
  [{ metadata: [{ key: 'empty', value: '' }] }, true],
  [{ metadata: [{ key: 'none', value: 'null' }] }, true],
  [{ metadata: [{ key: 'list', value: '[1]' }] }, true],
  [{ metadata: [{ key: 'absent', value: '' }] }, false],
  [{ metadata: [{ key: 'toString', value: '' }] }, false],
  [
    {
      metadata: [
        { key: 'name', value: 'a b' },
        { key: 'order', value: '43' },
      ],
    },
    false,
  ],
])('%j: %s', (filter, expected) => {
  expect(wanted(filter)).toBe(expected);
});

test('a job that tells no kind, status or metadata passes no filter on them', () => {
  const bare = { ...event, job: { id: 'job_1' } };
  expect(wanted({}, bare)).toBe(true);
  for (const filter of [
    { kinds: ['video'] },
    { statuses: ['succeeded'] },
    { metadata: [{ key: 'order', value: '42' }] },
  ])
    expect(wanted(filter, bare)).toBe(false);
});
