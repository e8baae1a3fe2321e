import { LONGEST_MESSAGE } from '../../pipeline/base/textLimits';
import type { MediaJobError } from '../../pipeline/errors/mediaError';
import type { ApiAnswer } from '../apiAnswer';
import { fieldsOf, idOf, textOr } from '../hostedJob';
import { paidPost } from '../paidPost';
import type { PaidOutcome } from '../paidPost';
import type { SwiftiaAccess } from './access';
import { swiftiaRefusal } from './refusal';
import { reportedError } from '../reportedError';
import { withoutPhones } from './withoutPhones';
import type { RenderOrder } from './renderOrder';

/** Has one short of a job rendered, which costs money: sent once. @param target the short's id, of the type that the job gave it @param within milliseconds @returns the render's id */
export function createRender(
  access: SwiftiaAccess,
  { job, target, order }: { job: string; target: string | number; order: RenderOrder },
  within: number,
): Promise<PaidOutcome<string>> {
  return paidPost(access, { path: 'render', body: { id: job, target, ...order } }, renderId, {
    within,
    refusal: (answer) => brandRefusal(access, order, answer) ?? swiftiaRefusal(access)(answer),
  });
}

/** The brand preset that was refused: one that is not active (400), or that there is not (404). */
function brandRefusal(
  access: SwiftiaAccess,
  { brandPresetId: id }: RenderOrder,
  { status, body }: ApiAnswer,
): MediaJobError | null {
  const said = textOr(fieldsOf(body).message, '').slice(0, LONGEST_MESSAGE);
  if (id === undefined || (status !== 400 && status !== 404) || !/brand|preset/i.test(said)) return null;
  const message =
    status === 404 ? `There is no brand preset ${id}` : `The brand preset ${id} cannot be used: ${withoutPhones(said)}`;
  return reportedError(access, { kind: 'request_invalid', message });
}

const renderId = (told: unknown): string | null => idOf(fieldsOf(told).renderId) ?? idOf(fieldsOf(told).id);
