import type { RequestListener } from 'node:http';

/** Hosts that lead to this machine, into a private network, or nowhere that everybody can reach, as people and attackers write them. */
export const INSIDE_HOSTS = [
  // This machine.
  '127.0.0.1',
  '127.0.0.2',
  'localhost',
  'LOCALHOST',
  '0',
  '0.0.0.0',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '0X7F.0x0.00.1',
  '127.0.0.1.',
  '%3127.0.0.1',
  '１２７.0.0.1',
  '127。0。0。1',
  '①②⑦.⓪.⓪.①',
  '127.0.0.1%2e',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[::127.0.0.1]',
  // Detours: NAT64, 6to4, Teredo.
  '[64:ff9b::7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:a00:1::1]',
  '[2001::7f00:1]',
  // Networks inside, the cloud's own addresses, and what is no address of one host.
  '10.0.0.1',
  '10.255.255.254',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.0.1',
  '169.254.169.254',
  '[::ffff:169.254.169.254]',
  '[fd00:ec2::254]',
  '168.63.129.16',
  '0xa83f8110',
  '[::ffff:168.63.129.16]',
  '161.26.0.10',
  '166.8.0.1',
  '192.80.8.124',
  '100.100.100.200',
  '192.0.0.192',
  '100.64.0.1',
  '100.127.255.254',
  '224.0.0.1',
  '255.255.255.255',
  '[fe80::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd00::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[4000::1]',
  // What stands before the @ is a name, and no host.
  'public@127.0.0.1',
  '8.8.8.8:80@127.0.0.1',
  'user:pass@localhost',
  '8.8.8.8%2f@127.0.0.1',
  '8.8.8.8%23@[::1]',
] as const;

/** One of each sort, for what takes long. */
export const FEW_INSIDE_HOSTS = [
  '127.0.0.1',
  'localhost',
  '0x7f000001',
  '[::1]',
  '[::ffff:7f00:1]',
  '[64:ff9b::7f00:1]',
  '169.254.169.254',
  '8.8.8.8:80@127.0.0.1',
] as const;

/** Missing slashes, which a URL parser adds. */
export const oddlySpelled = (port: number): string[] => [
  `http:127.0.0.1:${port}`,
  `HTTP:/127.0.0.1:${port}`,
  ` http://127.0.0.1:${port}`,
];

/** What a URL parser reads as something else than it looks like: no addresses. */
export const misleading = (port: number): string[] => [
  `http:\\\\127.0.0.1:${port}\\x`,
  `http://127.0.0.1:${port}\\@8.8.8.8/`,
  `ht\ntp://127.0.0.1:${port}/`,
  `h\tttp://127.0.0.1:${port}/`,
  `http:/\r/127.0.0.1:${port}/`,
  `http://127.0\n.0.1:${port}/`,
  `\x01http://127.0.0.1:${port}/`,
];

/** Addresses of kinds that are not fetched. */
export const OTHER_KINDS = [
  'file:///etc/passwd',
  'file:/etc/passwd',
  'FILE:///etc/passwd',
  'ftp://8.8.8.8/x',
  'gopher://127.0.0.1:70/_x',
  'data:video/mp4;base64,AAAA',
  'concat:/etc/passwd|/etc/hosts',
  'tcp://127.0.0.1:80',
  'rtmp://127.0.0.1/live',
  'rtsp://127.0.0.1/x',
  'unix:/run/x.sock',
  'crypto:/etc/passwd',
  'javascript:1',
] as const;

/** All of them with a port, as addresses. */
export const insideUrls = (hosts: readonly string[], port: number): string[] =>
  hosts.map((host) => `http://${host}:${port}/video.mp4`);

/** The page of a public server that redirects to an address. */
export const redirectTo = (origin: string, address: string): string => `${origin}/to?${encodeURIComponent(address)}`;

/** Answers such pages. Headers hold ASCII alone. */
export const redirects: RequestListener = ({ url = '' }, response) => {
  const location = decodeURIComponent(new URL(url, 'http://x').search.slice(1)).replace(
    /[^\x20-\x7e]+/g,
    encodeURIComponent,
  );
  response.writeHead(302, { location }).end();
};
