import { z } from 'zod/v4';
import type { KindName } from '../kinds';
import { refuseEmptyRange } from '../kinds/fields';
import { fieldsOf, mediaIn } from '../kinds/walk';
import type { Clip } from '../media/clip';
import { nameOfReference } from '../media/reference';
import type { AskedReference, Reference } from '../media/reference';
import { isText } from '../media/textReference';
import { withTimes } from './mediaFragment';
import { CLIP_MEDIA } from './clips';
import type { Problem } from './problems';
import { settled } from './settled';

const TIMES = z
  .object({ start: z.number().min(0).optional(), end: z.number().gt(0).optional() })
  .check(refuseEmptyRange);

/** What a checked request reads beside its inputs, and what is wrong with that. */
export function readReferences(
  kind: KindName,
  options: Record<string, unknown>,
  clips: readonly Clip[],
): { references: Reference[]; problems: Problem[] } {
  const given = [
    ...mediaOptions(kind).flatMap((name) => read(options[name], { name })),
    ...clips.flatMap((one, clip) => CLIP_MEDIA.flatMap((name) => read(one[name as keyof Clip], { name, clip }))),
  ];
  return {
    references: given.flatMap(({ reference }) => reference ?? []),
    problems: given.flatMap(({ problem }) => problem ?? []),
  };
}

function read(text: unknown, named: AskedReference): { reference?: Reference; problem?: Problem }[] {
  if (typeof text !== 'string') return [];
  const { url, ...times } = withTimes(text);
  const parsed = TIMES.safeParse(settled(times));
  if (parsed.success && !(isText(named) && Object.keys(times).length > 0))
    return [{ reference: { ...named, url, ...parsed.data } }];
  if (parsed.success)
    return [
      {
        problem: {
          kind: 'request_invalid',
          words: () => `${nameOfReference(named).said} names a text, which has no times (#t=).`,
        },
      },
    ];
  const words = () => `The times of ${nameOfReference(named).said} must be seconds, the end after the start (#t=3,8).`;
  return [{ problem: { kind: 'request_invalid', words } }];
}

const known = new Map<KindName, string[]>();

/** The options of a kind that name media. */
function mediaOptions(kind: KindName): string[] {
  const found = known.get(kind) ?? mediaIn(fieldsOf(kind));
  known.set(kind, found);
  return found;
}
