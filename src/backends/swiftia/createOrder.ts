import { z } from 'zod/v4';
import { webAddress } from '../../pipeline/storage/place';
import { describe, listed } from '../../pipeline/request/problems';
import { youtubeId } from './youtubeId';
import { LONGEST_ADDRESS, LONGEST_NAME } from '../../pipeline/base/textLimits';
import { mediaError } from '../../pipeline/errors/mediaError';

/** The longest short that a user may define (seconds; the API's reference). Those that Swiftia finds by itself have 90 s at most. */
const LONGEST_PREDEFINED = 300;

const second = z.number().min(0);

const predefinedShort = z
  .strictObject({ title: z.string().trim().min(1).max(LONGEST_NAME), start: second, end: second })
  .refine(({ start, end }) => end > start, 'must end after it starts')
  .refine(
    ({ start, end }) => end - start <= LONGEST_PREDEFINED,
    `must not be longer than ${LONGEST_PREDEFINED} seconds`,
  );

const address = z
  .string()
  .trim()
  .max(LONGEST_ADDRESS, { abort: true })
  .refine((value) => webAddress(value) !== null, 'must be an address that starts with http:// or https://');

const createOrder = z
  .strictObject({
    name: z.string().min(1).max(LONGEST_NAME).optional(),
    youtubeVideoId: z
      .string()
      .max(LONGEST_ADDRESS)
      .transform(
        (given, context) =>
          youtubeId(given) ??
          (context.addIssue({
            code: 'custom',
            message: 'must be the id of a YouTube video, or an address of one',
            input: given,
          }),
          z.NEVER),
      )
      .optional(),
    fileUrl: address.optional(),
    predefinedShorts: z.array(predefinedShort).min(1).optional(),
    webhook: address.optional(),
  })
  .refine(({ youtubeVideoId, fileUrl }) => youtubeVideoId === undefined || fileUrl === undefined, {
    path: ['fileUrl'],
    message: 'cannot stand beside "youtubeVideoId": give one of them',
  });

/** A job for Swiftia, checked: its source is one of the two. */
export type CreateOrder = Omit<z.infer<typeof createOrder>, 'youtubeVideoId' | 'fileUrl'> &
  ({ youtubeVideoId: string } | { fileUrl: string });

const NAMES = Object.keys(createOrder.shape);

/** Checks what is to be made, all at once, before anything is asked of anyone. @throws request_invalid, input_required */
export function parseCreateOrder(given: Record<string, unknown>): CreateOrder {
  const parsed = createOrder.safeParse(given, { reportInput: true });
  if (!parsed.success)
    throw mediaError('request_invalid', {
      problems: listed(parsed.error.issues.flatMap((issue) => describe(issue, NAMES, ''))),
    });
  const { youtubeVideoId, fileUrl, ...rest } = parsed.data;
  if (youtubeVideoId !== undefined) return { ...rest, youtubeVideoId };
  if (fileUrl !== undefined) return { ...rest, fileUrl };
  throw mediaError('input_required', {});
}

/** The body of `POST /jobs`. */
export function createBody(order: CreateOrder): Record<string, unknown> {
  const { predefinedShorts, ...rest } = order;
  return {
    functionName: 'VideoShorts',
    ...rest,
    ...(predefinedShorts !== undefined && { options: { predefinedShorts } }),
  };
}
