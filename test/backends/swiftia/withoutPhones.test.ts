import { swiftiaJob } from '../../../src/backends/swiftia/job';
import { swiftiaRefusal } from '../../../src/backends/swiftia/refusal';
import { withoutPhoneFields, withoutPhones } from '../../../src/backends/swiftia/withoutPhones';
import { PHONE, REFUSALS } from '../../support/swiftiaDouble';

test.each([
  '+1234567890',
  '+49 151 1234-5678',
  '(030) 1234 5678',
  '0049.151.12345678',
  '+4915112345678',
  '15112345678',
])('the number %s is not shown', (phone) => {
  expect(withoutPhones(`call ${phone}, or write`)).toBe('call ***, or write');
});

test.each(['cm3xg93fi0001zz233aduptb8', '950 of 1000', 'between 0.22 and 251.0 s', 'in 2026', 'render_12345678'])(
  '"%s" is none',
  (text) => {
    expect(withoutPhones(text)).toBe(text);
  },
);

test('a field that is named for it has no value, however deep', () => {
  expect(withoutPhoneFields({ a: [{ phoneNumber: PHONE, b: 1 }], userPhone: 4915112345678 })).toEqual({
    a: [{ phoneNumber: '***', b: 1 }],
    userPhone: '***',
  });
});

test('neither a refusal nor a job holds it', () => {
  const refusal = swiftiaRefusal({ name: 'Swiftia', baseUrl: 'https://x.example', apiKey: 'key' });
  const header = () => null;
  const said = [
    refusal({ ...REFUSALS.phone, header }),
    refusal({ status: 403, body: { status: 403, message: `No ${PHONE}`, code: 'FORBIDDEN' }, header }),
    refusal({ status: 400, body: { error: `bad ${PHONE}` }, header }),
    swiftiaJob({
      id: 'job',
      status: 'FAILED',
      error: { code: PHONE, message: `for ${PHONE}` },
      owner: { phone: PHONE },
    }),
  ];
  expect(JSON.stringify(said.map((each) => [each, each instanceof Error ? each.stack : '']))).not.toContain(
    '15112345678',
  );
});
