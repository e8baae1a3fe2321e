import { plainSecrets } from '../../../src/webhooks/base/secrets';
import { expectThrown } from '../../support/expectError';

test('any text of 16 characters or more is taken', () => {
  const good = ['0123456789abcdef', 'with spaces and ümläuts'];
  expect(plainSecrets(good, 'The setting')).toEqual(good);
});

test.each([
  [[], 'there is none in it'],
  [['0123456789abcde'], '16 characters'],
  [['0123456789abcdef', 'short'], '16 characters'],
])('%j is refused in words, without repeating it', (secrets, words) => {
  const { message } = expectThrown(() => plainSecrets(secrets, 'The setting'), 'webhook_secret_invalid', words);
  for (const secret of secrets) expect(message).not.toContain(secret);
});
