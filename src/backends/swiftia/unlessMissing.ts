import type { Refusal } from '../apiAnswer';

/** Where something may not be there, that it is not (404, 410) is no error. */
export const unlessMissing =
  (refusal: Refusal): Refusal =>
  (answer) =>
    answer.status === 404 || answer.status === 410 ? null : refusal(answer);
