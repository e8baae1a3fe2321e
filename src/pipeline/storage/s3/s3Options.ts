import { z } from 'zod/v4';
import { LONGEST_ADDRESS, LONGEST_NAME } from '../../base/textLimits';
import { LONGEST_LINK_SECONDS } from './s3Limits';

export { LONGEST_LINK_SECONDS } from './s3Limits';

/** S3's canned access lists. */
const ACLS = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
] as const;

/** How a result is put into S3 storage, and what the job's `output` says of it. Plain JSON, kept with a stored job. */
export const s3OptionsSchema = z.strictObject({
  acl: z.enum(ACLS).optional().describe('canned access list of the object; many buckets refuse any but the owner’s.'),
  cache_control: z
    .string()
    .max(LONGEST_NAME, { abort: true })
    .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII')
    .optional()
    .describe('Cache-Control that the object is served with, such as max-age=86400.'),
  result: z
    .enum(['s3', 'presigned', 'public'])
    .optional()
    .describe(
      'what the job’s output says: s3://bucket/key (s3, the default), a signed link that anybody can fetch the result by for a while (presigned), or its address without a signature (public).',
    ),
  expires: z
    .int()
    .min(1)
    .max(LONGEST_LINK_SECONDS)
    .optional()
    .describe(
      `seconds that a signed link is good for, ${LONGEST_LINK_SECONDS} (7 days) unless set, and at most; links that temporary keys have signed end with those.`,
    ),
  public_url: z
    .url({ protocol: /^https?$/ })
    .max(LONGEST_ADDRESS)
    .optional()
    .describe('address below which the bucket’s keys are served, such as that of a CDN (default: the storage’s own).'),
});

export type S3Options = z.infer<typeof s3OptionsSchema>;

/** What is wrong with options that are right by themselves, for the kind of result that they go with. */
export function s3Problems(
  { result = 's3', expires, public_url: base }: S3Options,
  {
    set,
    name,
  }: { /** Whether the result is a set of files. */ set: boolean; name: (option: keyof S3Options) => string },
): string[] {
  return [
    ...(result === 'presigned' && set
      ? [
          `"${name('result')}" cannot be presigned for a set of files, such as an HLS stream: a signed link opens one file. Take public.`,
        ]
      : []),
    ...(expires !== undefined && result !== 'presigned'
      ? [`"${name('expires')}" goes with "${name('result')}" presigned.`]
      : []),
    ...(base !== undefined && result !== 'public'
      ? [`"${name('public_url')}" goes with "${name('result')}" public.`]
      : []),
  ];
}
