import {
  addressRefused,
  guardOf,
  isAllowed,
  isPublicAddress,
  parseAllowList,
  systemResolve,
} from '../../../src/pipeline/net/guard';

describe('isPublicAddress', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '93.184.216.34',
    '2606:4700:4700::1111',
    '2a00:1450:4001:80b::200e',
    '::ffff:8.8.8.8',
    // Beside what clouds keep for themselves.
    '168.63.129.15',
    '161.27.0.1',
    '166.12.0.1',
    '192.80.8.123',
  ])('lets %s through', (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.127.255.255',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '192.0.0.8',
    '192.0.2.1',
    // Clouds: Azure, IBM, Equinix; Alibaba, Tencent, Oracle Classic, Amazon's containers; Amazon, Google, Oracle, Scaleway by IPv6.
    '168.63.129.16',
    '::ffff:168.63.129.16',
    '161.26.0.10',
    '161.26.255.255',
    '166.8.0.1',
    '166.11.255.255',
    '192.80.8.124',
    '100.100.100.200',
    '100.88.222.5',
    '192.0.0.192',
    '169.254.170.2',
    '169.254.42.42',
    'fd00:ec2::254',
    'fd20:ce::254',
    'fd00:c1::a9fe:a9fe',
    'fd00:42::42',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '::1',
    '::',
    '::2',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::127.0.0.1',
    '::10.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fd00::1',
    'fc00::1',
    'ff02::1',
    '2001:db8::1',
    '100::1',
    '4000::1',
    '',
    'localhost',
    'example.com',
  ])('refuses "%s"', (ip) => {
    expect(isPublicAddress(ip)).toBe(false);
  });
});

describe('the allow list', () => {
  it.each([
    ['media.lan:9000', 'media.lan', 9000, true],
    ['media.lan:9000', 'MEDIA.lan', 9000, true],
    ['Media.LAN', 'media.lan', 80, true],
    ['media.lan', 'media.lan', 12345, true],
    ['media.lan:9000', 'media.lan', 80, false],
    ['media.lan:80', 'media.lan', 80, true],
    ['media.lan', 'sub.media.lan', 80, false],
    ['media.lan', 'media.lan.example.com', 80, false],
    ['media.lan', 'xmedia.lan', 80, false],
    [' a.lan:1 , b.lan:2 ,', 'b.lan', 2, true],
    ['127.0.0.1:8080', '127.0.0.1', 8080, true],
    ['127.0.0.1:8080', '127.0.0.1', 8081, false],
    ['127.1:8080', '127.0.0.1', 8080, true],
    ['[::1]:80', '::1', 80, true],
    ['[::1]:80', '[::1]', 80, true],
    ['[::1]', '::1', 443, true],
    ['[0:0:0:0:0:0:0:1]:80', '::1', 80, true],
    ['[::1]:80', '::1', 81, false],
    ['', 'localhost', 80, false],
    ['*', 'localhost', 80, false],
    ['http://localhost:80', 'localhost', 80, false],
    ['10.0.0.0/8', '10.0.0.0', 80, false],
    ['user@localhost', 'localhost', 80, false],
    ['localhost:80x', 'localhost', 80, false],
  ])('"%s" for %s port %d: %s', (list, host, port, open) => {
    expect(isAllowed(parseAllowList(list), host, port)).toBe(open);
  });

  it('has no entry for what is no host', () => {
    expect(parseAllowList('[zz], http://a.lan, ,*//,a b')).toEqual([]);
    expect(parseAllowList('[zz],b.lan:65535')).toEqual([{ host: 'b.lan', port: 65_535 }]);
  });

  it('is empty when the variable is not set, and read from it when it is', () => {
    expect(guardOf({}).allow).toEqual([]);
    expect(guardOf({ MEDIA_JOBS_ALLOW_HOSTS: 'a.lan:1,b.lan' }).allow).toEqual([
      { host: 'a.lan', port: 1 },
      { host: 'b.lan', port: null },
    ]);
  });
});

describe('addressRefused', () => {
  it('names the setting that would open the address, in the form that the setting has', () => {
    for (const [host, named] of [
      ['media.lan', 'media.lan:80'],
      ['::1', '[::1]:80'],
      ['[::1]', '[::1]:80'],
    ] as const) {
      const { kind, message } = addressRefused('http:', host, 80).toJSON();
      expect(kind).toBe('address_refused');
      expect(message).toContain(`MEDIA_JOBS_ALLOW_HOSTS=${named}`);
      expect(isAllowed(parseAllowList(named), host, 80)).toBe(true);
    }
  });

  it('says what was refused and why, and nothing of the network inside', () => {
    expect(addressRefused('https:', 'media.lan', 9000).toJSON().message).toMatch(
      /https:\/\/media\.lan:9000\b.*it leads to this machine or into a private network/,
    );
  });
});

test('the system’s resolver answers all addresses of a name', async () => {
  expect(await systemResolve('127.0.0.1')).toEqual([{ address: '127.0.0.1', family: 4 }]);
});
