import { signIttybit, verifyIttybit } from '../../../src/backends/ittybit/verifyWebhook';
import { expectRefusal } from '../../support/expectRefusal';

const SECRET = 'ittybit-signing-secret';
const BODY = Buffer.from('{"id":"job_abc123","status":"succeeded"}');
// By openssl dgst -sha256 -hmac.
const SIGNATURE = '135e79060da1b0eefef95e4de290622fa0f29859bdea2a2f1825b83c27d41526';

const verify = (signature: string | undefined, { body = BODY, secrets = [SECRET] } = {}) =>
  verifyIttybit({ 'ittybit-signature': signature }, body, secrets);

test('the signature is lowercase hexadecimal HMAC-SHA256 of the body', () => {
  expect(signIttybit(BODY, SECRET)).toBe(SIGNATURE);
  expect(() => verify(SIGNATURE)).not.toThrow();
});

test('bytes are signed, whatever they mean', () => {
  const body = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]);
  expect(() => verify(signIttybit(body, SECRET), { body })).not.toThrow();
});

test.each([[[SECRET, 'another-signing-secret']], [['another-signing-secret', SECRET]]])(
  'either of two secrets will do',
  (secrets) => {
    expect(() => verify(SIGNATURE, { secrets })).not.toThrow();
  },
);

test.each([
  ['of another secret', signIttybit(BODY, 'another-signing-secret')],
  ['truncated', SIGNATURE.slice(0, -1)],
  ['half of it', SIGNATURE.slice(0, 32)],
  ['with a character more', `${SIGNATURE}0`],
  ['twice', `${SIGNATURE}${SIGNATURE}`],
  ['beside another one, as two headers of the name arrive', `${'0'.repeat(64)}, ${SIGNATURE}`],
  ['with a prefix', `sha256=${SIGNATURE}`],
  ['in base64', Buffer.from(SIGNATURE, 'hex').toString('base64')],
  ['in capitals', SIGNATURE.toUpperCase()],
  ['of nothing', '0'],
])('a signature %s is refused', async (_, signature) => {
  await expectRefusal(() => verify(signature), 'signature_invalid');
});

test('a body whose fields stand in another order is another body', async () => {
  await expectRefusal(
    () => verify(SIGNATURE, { body: Buffer.from('{"status":"succeeded","id":"job_abc123"}') }),
    'signature_invalid',
  );
});

test.each([undefined, ''])('a webhook with no signature (%s) is refused', async (signature) => {
  await expectRefusal(() => verify(signature), 'signature_missing', 'Ittybit-Signature');
});

test('no secret accepts nothing', async () => {
  await expectRefusal(() => verify(SIGNATURE, { secrets: [] }), 'signature_invalid');
});
