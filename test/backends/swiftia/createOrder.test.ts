import { createBody, parseCreateOrder } from '../../../src/backends/swiftia/createOrder';
import { expectThrown } from '../../support/expectError';
import { jobProblem } from '../../support/swiftiaSchema';

const FILE = { fileUrl: 'https://example.com/talk.mp4' };
const short = (start: number, end: number, title = 'One') => ({ title, start, end });

test.each([
  [FILE, { functionName: 'VideoShorts', ...FILE }],
  [{ youtubeVideoId: 'https://youtu.be/dQw4w9WgXcQ' }, { functionName: 'VideoShorts', youtubeVideoId: 'dQw4w9WgXcQ' }],
  [
    { ...FILE, name: ' as given ', webhook: 'https://n8n.example/webhook/x?token=t' },
    { functionName: 'VideoShorts', ...FILE, name: ' as given ', webhook: 'https://n8n.example/webhook/x?token=t' },
  ],
  [
    { ...FILE, predefinedShorts: [short(0.22, 251), short(0, 300), short(300, 600)] },
    {
      functionName: 'VideoShorts',
      ...FILE,
      options: { predefinedShorts: [short(0.22, 251), short(0, 300), short(300, 600)] },
    },
  ],
])('%j is sent as the reference has it', (given, body) => {
  expect(createBody(parseCreateOrder(given))).toEqual(body);
  expect(jobProblem(body)).toBeNull();
});

test.each([
  [{ ...FILE, youtubeVideoId: 'dQw4w9WgXcQ' }, /"fileUrl" cannot stand beside "youtubeVideoId"/],
  [
    { youtubeVideoId: 'https://vimeo.com/1' },
    /"youtubeVideoId" must be the id of a YouTube video, or an address of one \(given: "https:\/\/vimeo.com\/1"\)/,
  ],
  [{ fileUrl: 's3://bucket/talk.mp4' }, /"fileUrl" must be an address that starts with http/],
  [{ fileUrl: '/etc/passwd' }, /"fileUrl" must be an address/],
  [{ ...FILE, webhook: 'n8n.example' }, /"webhook" must be an address/],
  [{ ...FILE, name: '' }, /"name" must be at least 1/],
  [{ ...FILE, predefinedShorts: [] }, /"predefinedShorts" must be at least 1/],
  [{ ...FILE, predefinedShorts: [short(0, 300.1)] }, /"predefinedShorts.0" must not be longer than 300 seconds/],
  [{ ...FILE, predefinedShorts: [short(0, 1), short(9, 9)] }, /"predefinedShorts.1" must end after it starts/],
  [{ ...FILE, predefinedShorts: [short(-1, 9)] }, /"predefinedShorts.0.start" must be at least 0/],
  [{ ...FILE, predefinedShorts: [short(0, 9, ' ')] }, /"predefinedShorts.0.title"/],
  [{ ...FILE, predefinedShorts: [{ start: 0, end: 9 }] }, /"predefinedShorts.0.title" is missing/],
  [{ ...FILE, predefinedShorts: [{ ...short(0, 9), score: 1 }] }, /"score" is not one of the options/],
  [{ ...FILE, predefinedShorts: [{ ...short(0, 9), start: '0' }] }, /"predefinedShorts.0.start" must be a number/],
  [{ ...FILE, language: 'de' }, /"language" is not one of the options; did you mean/],
])('%j is refused before any request', (given, words) => {
  expectThrown(() => parseCreateOrder(given), 'request_invalid', words);
});

test('a job without a source is refused; all that is wrong is said at once', () => {
  expectThrown(() => parseCreateOrder({ name: 'x' }), 'input_required');
  expectThrown(() => parseCreateOrder({ fileUrl: 'x', webhook: 'y' }), 'request_invalid', /"fileUrl".*"webhook"/);
});
