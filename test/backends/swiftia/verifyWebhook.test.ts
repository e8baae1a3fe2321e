import { verifySwiftiaToken } from '../../../src/backends/swiftia/verifyWebhook';
import { expectRefusal } from '../../support/expectRefusal';

const SECRET = 'a-token-nobody-guesses';
const SECRETS = [SECRET, 'the-one-it-had-before'];

test.each([
  `/webhook/uuid/media-jobs?token=${SECRET}`,
  `/webhook/uuid/media-jobs?a=b&token=${SECRET}`,
  '/webhook/uuid/media-jobs?token=the-one-it-had-before',
  `/webhook/uuid/media-jobs?token=${SECRET.replace('-', '%2D')}`,
])('%s is let in', (url) => {
  expect(() => verifySwiftiaToken(url, SECRETS)).not.toThrow();
});

test.each([
  '/webhook/uuid/media-jobs',
  '/webhook/uuid/media-jobs?',
  `/webhook/uuid/media-jobs#token=${SECRET}`,
  `/webhook/uuid/media-jobs?Token=${SECRET}`,
  `/webhook/uuid/token=${SECRET}`,
])('%s has no token', async (url) => {
  await expectRefusal(() => verifySwiftiaToken(url, SECRETS), 'token_missing', '?token=');
});

test.each([
  '?token=',
  '?token=wrong',
  `?token=${SECRET.slice(0, -1)}`,
  `?token=${SECRET}x`,
  `?token=${SECRET.toUpperCase()}`,
  `?token=${SECRET}&token=${SECRET}`,
  `?token=wrong&token=${SECRET}`,
  `?token=${SECRETS.join(',')}`,
])('%s is no right one', async (query) => {
  const { message } = await expectRefusal(
    () => verifySwiftiaToken(`/webhook/uuid/media-jobs${query}`, SECRETS),
    'token_invalid',
  );
  expect(message).not.toContain(SECRET);
});

test('an array in the address is no token', async () => {
  await expectRefusal(() => verifySwiftiaToken(`/x?token[]=${SECRET}`, SECRETS), 'token_missing');
});
