import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { signStandard, standardSecrets, verifyStandard } from '../../../src/webhooks/base/standardWebhook';
import { expectThrown } from '../../support/expectError';
import { expectRefusal } from '../../support/expectRefusal';

// The specification's own example.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const AT = 1614265330;
const BODY = '{"test": 2432232314}';
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

const OTHER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const STRANGER = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;

const headers = (more: IncomingHttpHeaders = {}): IncomingHttpHeaders => ({
  'webhook-id': ID,
  'webhook-timestamp': String(AT),
  'webhook-signature': SIGNATURE,
  ...more,
});
const verify = (given: IncomingHttpHeaders, { body = BODY, secrets = [SECRET], now = AT * 1000 } = {}) =>
  verifyStandard(given, body, secrets, now);

test('the example of the specification is signed and accepted so', () => {
  expect(signStandard({ id: ID, timestamp: AT, body: BODY }, [SECRET])).toBe(SIGNATURE);
  expect(verify(headers())).toBe(ID);
});

test('what is signed here is accepted by the library of the specification', () => {
  const timestamp = Math.floor(Date.now() / 1000);
  const body = '{"type":"job.succeeded","data":{"metadata":{"name":"Käse 🎬"}}}';
  const signature = signStandard({ id: 'msg_1', timestamp, body }, [STRANGER, OTHER]);
  const given = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
  expect(new Webhook(OTHER).verify(Buffer.from(body), given)).toEqual(JSON.parse(body));
});

describe('several secrets and signatures', () => {
  test.each([
    ['the second secret is the right one', headers(), [OTHER, SECRET]],
    [
      'the second signature is the right one',
      headers({ 'webhook-signature': `v1,${'A'.repeat(43)}= ${SIGNATURE}` }),
      [SECRET],
    ],
    [
      'a signature of another version goes before',
      headers({
        'webhook-signature': `v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== ${SIGNATURE}`,
      }),
      [SECRET],
    ],
    ['an empty one stands between', headers({ 'webhook-signature': `  ${SIGNATURE} ` }), [SECRET]],
  ])('%s', (_, given, secrets) => {
    expect(verify(given, { secrets })).toBe(ID);
  });

  test('a sender that rotates signs with both, a receiver knows either', () => {
    const both = headers({ 'webhook-signature': signStandard({ id: ID, timestamp: AT, body: BODY }, [SECRET, OTHER]) });
    for (const secrets of [[SECRET], [OTHER], [OTHER, SECRET]]) expect(verify(both, { secrets })).toBe(ID);
  });
});

describe('a signature that does not fit is refused', () => {
  test.each([
    ['of another secret', signStandard({ id: ID, timestamp: AT, body: BODY }, [STRANGER])],
    ['truncated', SIGNATURE.slice(0, -1)],
    ['truncated to its version', 'v1,'],
    ['with nothing but a version', 'v1'],
    ['of the right bytes and a few more', `${SIGNATURE}AAAA`],
    ['without its version', SIGNATURE.slice(3)],
    ['under another version', SIGNATURE.replace('v1,', 'v2,')],
    ['in hexadecimal', `v1,${Buffer.from(SIGNATURE.slice(3), 'base64').toString('hex')}`],
    ['in base64 for addresses', SIGNATURE.replace('+', '-').replace('/', '_')],
    ['in base64 with other spare bits, which decodes to the same bytes', SIGNATURE.replace('OE=', 'OF=')],
    ['listed with commas', `v1,x,${SIGNATURE}`],
    ['a thousand wrong ones', Array(1000).fill('v1,AAAA').join(' ')],
  ])('%s', async (_, signature) => {
    await expectRefusal(() => verify(headers({ 'webhook-signature': signature })), 'signature_invalid');
  });

  test.each([
    ['the body is another', headers(), '{"test": 2432232315}'],
    ['the same JSON in another form', headers(), '{"test":2432232314}'],
    ['a byte order mark was put before it', headers(), `\uFEFF${BODY}`],
    ['another id', headers({ 'webhook-id': 'msg_other' }), BODY],
    ['another time within the tolerance', headers({ 'webhook-timestamp': String(AT + 1) }), BODY],
  ])('%s', async (_, given, body) => {
    await expectRefusal(() => verify(given, { body }), 'signature_invalid');
  });

  test('the same JSON with its fields in another order', async () => {
    const body = '{"type":"job.succeeded","data":{"id":"job_1","status":"succeeded"}}';
    const signed = headers({ 'webhook-signature': signStandard({ id: ID, timestamp: AT, body }, [SECRET]) });
    expect(verify(signed, { body })).toBe(ID);
    const reordered = '{"data":{"status":"succeeded","id":"job_1"},"type":"job.succeeded"}';
    expect(JSON.parse(reordered)).toEqual(JSON.parse(body));
    await expectRefusal(() => verify(signed, { body: reordered }), 'signature_invalid');
  });
});

test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
  'without the header %s it is refused, and told so',
  async (name) => {
    await expectRefusal(() => verify(headers({ [name]: undefined })), 'signature_missing', name);
    await expectRefusal(() => verify(headers({ [name]: '' })), 'signature_missing', name);
  },
);

describe('the time', () => {
  test.each([0, 1, 299, 300, -1, -299, -300])('%i s away is accepted', (seconds) => {
    expect(verify(headers(), { now: (AT + seconds) * 1000 })).toBe(ID);
  });

  test.each([301, 3600, -301, -3600])('%i s away is refused', async (seconds) => {
    await expectRefusal(
      () => verify(headers(), { now: (AT + seconds) * 1000 }),
      'timestamp_outside',
      /5 minutes.*the clock of one side is wrong/,
    );
  });

  test('parts of a second do not shorten the tolerance', () => {
    expect(verify(headers(), { now: (AT + 300) * 1000 + 999 })).toBe(ID);
  });

  test.each([
    '',
    'now',
    '-1614265330',
    '+1614265330',
    '01614265330',
    '1614265330.0',
    '1614265330 ',
    '0x6037bf32',
    '1e9',
    '9'.repeat(40),
    '2021-02-25T15:02:10Z',
  ])('"%s" is none', async (time) => {
    const signed = {
      ...headers({ 'webhook-timestamp': time }),
      'webhook-signature': signStandard({ id: ID, timestamp: AT, body: BODY }, [SECRET]),
    };
    await expectRefusal(() => verify(signed), time === '' ? 'signature_missing' : 'timestamp_invalid');
  });
});

test('an id longer than any sender makes one is refused before it is stored', async () => {
  const signed = (id: string) =>
    headers({ 'webhook-id': id, 'webhook-signature': signStandard({ id, timestamp: AT, body: BODY }, [SECRET]) });
  const longest = 'm'.repeat(255);
  expect(verify(signed(longest))).toBe(longest);
  await expectRefusal(() => verify(signed(`${longest}m`)), 'body_invalid', 'webhook-id is too long');
});

test('no refusal repeats a secret, a signature or a body', async () => {
  const { message } = await expectRefusal(
    () => verify(headers({ 'webhook-signature': signStandard({ id: ID, timestamp: AT, body: BODY }, [STRANGER]) })),
    'signature_invalid',
  );
  for (const hidden of [SECRET.slice(6, 20), SIGNATURE.slice(3, 20), '2432232314'])
    expect(message).not.toContain(hidden);
});

describe('secrets', () => {
  test('24 to 64 bytes in base64 are taken', () => {
    const good = [24, 32, 64].map((bytes) => `whsec_${Buffer.alloc(bytes, 255).toString('base64')}`);
    expect(standardSecrets(good, 'The setting')).toEqual(good);
  });

  test('there has to be one', () => {
    expectThrown(() => standardSecrets([], 'The setting'), 'webhook_secret_invalid', 'there is none in it');
  });

  test.each([
    ['', 'a secret begins with whsec_'],
    ['MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'a secret begins with whsec_'],
    ['WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'a secret begins with whsec_'],
    ['whsec_', 'has 0 bytes'],
    ['whsec_not base64 at all, is it?!', 'no base64'],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS', 'no base64'],
    [`whsec_${Buffer.alloc(32, 255).toString('base64url')}`, 'no base64'],
    [`whsec_${Buffer.alloc(23).toString('base64')}`, 'has 23 bytes'],
    [`whsec_${Buffer.alloc(65).toString('base64')}`, 'has 65 bytes'],
  ])('"%s" is refused in words', (secret, words) => {
    const error = expectThrown(() => standardSecrets([SECRET, secret], 'The setting'), 'webhook_secret_invalid', words);
    expect(error.message).toMatch(/^The setting cannot be used: /);
    if (secret.length > 10) expect(error.toJSON().message).not.toContain(secret);
  });
});
