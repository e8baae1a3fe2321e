import { keysOfCredential } from '../../../../src/pipeline/storage/s3/credential';

const KEYS = { accessKeyId: ' a ', secretAccessKey: 'b\n' };
const READ = { accessKeyId: 'a', secretAccessKey: 'b' };

it.each([
  [
    'S3',
    { ...KEYS, endpoint: ' http://minio:9000 ', region: 'eu-1', forcePathStyle: true, ignoreSSLIssues: true },
    { ...READ, endpoint: 'http://minio:9000', region: 'eu-1', forcePathStyle: true, ignoreSSLIssues: true },
  ],
  ['S3, left empty', { ...KEYS, endpoint: '', region: '', forcePathStyle: false, ignoreSSLIssues: false }, READ],
  [
    'AWS',
    {
      ...KEYS,
      region: 'eu-west-1',
      temporaryCredentials: true,
      sessionToken: ' t ',
      customEndpoints: true,
      s3Endpoint: 'https://s3.example',
    },
    { ...READ, region: 'eu-west-1', sessionToken: 't', endpoint: 'https://s3.example' },
  ],
  [
    'AWS, with what is switched off',
    {
      ...KEYS,
      region: 'eu-west-1',
      temporaryCredentials: false,
      sessionToken: 'old',
      customEndpoints: false,
      s3Endpoint: 'https://old.example',
    },
    { ...READ, region: 'eu-west-1' },
  ],
])('a credential %s is read', (_, fields, keys) => expect(keysOfCredential(fields)).toEqual(keys));
