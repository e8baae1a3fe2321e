import type { IExecuteFunctions } from 'n8n-workflow';
import { s3Keys } from '../../../nodes/storage/credential';

const read = (fields: object) =>
  s3Keys({ getCredentials: async () => fields } as unknown as Pick<IExecuteFunctions, 'getCredentials'>, 's3', 0);
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
])('a credential %s is read', async (_, fields, keys) => expect(await read(fields)).toEqual(keys));
